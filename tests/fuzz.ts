import fc from 'fast-check';

// A few runs at every test; FUZZ_RUNS=100000 for a long night. What a long night ever finds is kept
// as a plain test, since chance will not find it again.
fc.configureGlobal({ numRuns: Number(process.env.FUZZ_RUNS ?? 50) });
