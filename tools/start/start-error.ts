/** `npm start` cannot go on. Its message says what to do. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
