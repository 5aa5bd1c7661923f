/** What was asked cannot be done. Its message is for the person who asked. */
export class Refused extends Error {
  override readonly name = 'Refused';
}
