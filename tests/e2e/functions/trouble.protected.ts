import { answer } from '../../../src/answer';
import { trouble } from '../trouble';

export const handler = answer(() => trouble);
