import { greeter } from '../../../conversations/greeter';
import { answer, callers } from '../../../src';

/** The greeter alone, as somebody deploys it who needs no other conversation. */
export const handler = answer(() => greeter(callers()));
