import { openOnRequest } from '../../../src';
import { visit } from '../visit';

export const handler = openOnRequest(() => visit);
