/** A store cannot be used. The person who runs the command can mend it, and the message says how. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}
