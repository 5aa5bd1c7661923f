import { answer } from '../../../src';
import { visit } from '../visit';

export const handler = answer(() => visit);
