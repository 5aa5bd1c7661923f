import { exampleFor } from '..';
import { answer } from '../../src';

/** `npm run example` serves it. It is never deployed. */
export const handler = answer((context) => exampleFor(context)());
