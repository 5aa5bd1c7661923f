export default {
  testEnvironment: `${import.meta.dirname}/environment.cjs`,
  rootDir: '../..',
  runner: '<rootDir>/tools/mutate/runner.mjs',
  testMatch: ['<rootDir>/tests/{src,conversations}/**/*.test.ts'],
  transform: { '\\.ts$': '<rootDir>/tools/mutate/transform.mjs' },
};
