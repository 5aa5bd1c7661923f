const { TestEnvironment } = require('jest-environment-node');

/** Leaves out the rest of a file after a test has failed: the mutant is found. */
module.exports = class MutantEnvironment extends TestEnvironment {
  failed = false;

  handleTestEvent({ name, test }) {
    if (name === 'test_done' && test.errors.length > 0) this.failed = true;
    if (name === 'test_start' && this.failed) test.mode = 'skip';
  }
};
