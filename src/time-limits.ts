/**
 * Every limit of time of ours, in milliseconds. Twilio ends a Function ten seconds after the call
 * (`EXECUTION_LIMIT` in twilio/limits.ts), and its cold start counts. What an answer may take:
 *
 *          0  Twilio calls
 *      4,000  `lastAttempt`: a turn that could not be stored is not begun again after this. It leaves
 *             time for a read, a turn and a write: 4,000 + 3 × 1,500 = 8,500
 *      7,000  a turn has ended by then where a store still has to write: `answer` less one `call`
 *      8,500  `answer`: the answer is on its way, be it an apology
 *     10,000  Twilio ends it: 1,500 are left for a cold start and for the way back
 */
export const TIME = {
  answer: 8_500,
  lastAttempt: 4_000,
  /** One call to the service that keeps the documents. It usually takes a tenth of a second or less. */
  call: 1_500,
  /** The longest pause before an attempt. */
  pause: 1_000,
} as const;

/**
 * The result, if it comes within so many milliseconds.
 *
 * @param late makes what is thrown if it does not
 */
export async function before<Result>(
  milliseconds: number,
  result: Promise<Result>,
  late: () => Error,
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(late());
    }, milliseconds);
  });
  try {
    return await Promise.race([result, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
