/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  testRunner: 'jest',
  plugins: ['@stryker-mutator/jest-runner'],
  jest: { configFile: 'tools/mutate/jest.config.mjs' },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  ignorePatterns: ['/coverage', '/dist'],
  cleanTempDir: 'always',
  reporters: ['clear-text', 'progress', 'html'],
  clearTextReporter: { reportTests: false, logTests: false, allowEmojis: false },
  htmlReporter: { fileName: 'coverage/mutation.html' },
  timeoutMS: 20_000, // A busy machine is slow. An endless loop is found by how often it passes a mutant.
  dryRunTimeoutMinutes: 15,
  warnings: { slow: false },
  logLevel: 'warn',
};
