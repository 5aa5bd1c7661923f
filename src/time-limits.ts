/**
 * All our time limits, in milliseconds. Twilio ends a Function ten seconds after the call
 * (`EXECUTION_LIMIT` in twilio/limits.ts). Its cold start counts. What an answer may take:
 *
 *          0  Twilio calls
 *      4,000  `lastAttempt`: if a turn could not be stored, no further attempt starts after this. There is
 *             still time for a read, a turn and a write: 4,000 + 3 × 1,500 = 8,500
 *      7,000  if the store has to write after the turn, the turn has to end by now: `answer` less one `call`
 *      8,500  `answer`: the answer is sent, if only an apology
 *     10,000  Twilio ends the Function: 1,500 are left for a cold start and for the way back
 */
export const TIME = {
  answer: 8_500,
  lastAttempt: 4_000,
  /** One call to the service that keeps the documents. It usually takes a tenth of a second or less. */
  call: 1_500,
  /** The longest pause before an attempt. */
  pause: 1_000,
} as const;

/** How many milliseconds are left until a time of `performance.now()`. 0 if it has passed. */
export function timeLeft(end: number): number {
  // Node 24 warns of a timer with a negative time.
  return Math.max(0, end - performance.now());
}

/** Gives the result if it comes within the time limit. @throws {Error} if it does not */
export async function withTimeout<Result>(milliseconds: number, result: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('too late')), milliseconds);
  });
  try {
    return await Promise.race([result, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
