import fc from 'fast-check';

// A few runs at every test; FUZZ_RUNS=100000 for a long night. What a long night ever finds is kept
// as a plain test, since chance will not find it again.
fc.configureGlobal({ numRuns: Number(process.env.FUZZ_RUNS ?? 50) });

export { fc };

/**
 * Any character of Unicode. fast-check's own unit `binary` gives the same. But it makes a table of all
 * 1.1 million of them for each file of tests, which takes half a second.
 */
export const anyCharacter = fc
  .oneof(
    fc.integer({ min: 0, max: 0xff }),
    fc.integer({ min: 0, max: 0xffff }),
    fc.integer({ min: 0, max: 0x10_ffff }),
  )
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCodePoint(code));
