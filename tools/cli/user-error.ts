/**
 * The person who runs a command can put this right, and the message says how. `runCommand` prints the
 * message alone. Of every other error it prints the stack.
 */
export class UserError extends Error {
  override readonly name: string = 'UserError';
}
