import { UserError } from '../../cli/user-error';

/** What was asked cannot be done. Its message is for the person who asked. */
export class Refused extends UserError {
  override readonly name = 'Refused';
}
