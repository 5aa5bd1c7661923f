import { openOnRequest } from '../../../src';
import { checkup } from '../checkup';
import { officeAt } from '../office';

export const handler = openOnRequest(({ OFFICE_URL = '' }) => checkup(officeAt(OFFICE_URL)));
