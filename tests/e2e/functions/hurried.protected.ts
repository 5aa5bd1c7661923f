import { answer } from '../../../src/answer';
import { trouble } from '../trouble';

/** Gives up after a second, of which a store keeps back one write: a test need not wait for eight. */
export const handler = answer(() => trouble, { timeLimit: 2_500 });
