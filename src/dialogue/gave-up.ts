import { LoggableError } from '../log';

/**
 * Thrown into the script after `patience` wrong answers in a row to one question. A script may catch it, and
 * still say or save something with what it knows. If it does not, it ends.
 *
 *     try {
 *       return yield* ask('Which number?', phoneNumber({ country: 'DE' }));
 *     } catch (error) {
 *       if (!(error instanceof GaveUp)) throw error;
 *       yield* once('call back', (key) => desk.callBack(key, from));
 *       return 'We will call you.';
 *     }
 */
export class GaveUp extends LoggableError {
  constructor() {
    super('the sender has given too many wrong answers');
  }
}
