import { answer } from '../../../src/answer';
import { questions } from '../questions';

export const handler = answer(() => questions);
