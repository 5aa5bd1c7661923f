/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  // Much of the time a test waits for the process that it has started.
  maxWorkers: 2,
  testMatch: ['<rootDir>/tests/**/*.test.ts'],
  // While `npm run mutate` runs, its copy of the project is there.
  modulePathIgnorePatterns: ['<rootDir>/coverage/'],
  globalSetup: '<rootDir>/tests/build.ts',
  // Types are checked by `npm run check`, all at once and faster.
  transform: {
    '\\.ts$': [
      'ts-jest',
      {
        diagnostics: false,
        tsconfig: { module: 'commonjs', moduleResolution: 'node10', isolatedModules: true, target: 'es2023' },
      },
    ],
  },
  // A door only hands on what other files export.
  collectCoverageFrom: ['src/**/*.ts', 'conversations/**/*.ts', '!**/index.ts'],
  coverageReporters: ['text', 'html'],
  coverageThreshold: { global: { branches: 100, functions: 100, lines: 100, statements: 100 } },
};
