import { answer } from '../../../src';
import { checkup } from '../checkup';
import { officeAt } from '../office';

export const handler = answer(({ OFFICE_URL = '' }) => checkup(officeAt(OFFICE_URL)));
