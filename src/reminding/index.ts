/** How people who fall silent are reminded. */
export { reminding } from './reminding';
export type {
  Due,
  Duration,
  Later,
  PartOfSession,
  Plan,
  Planned,
  Reach,
  Remind,
  Reminding,
} from '../silence';
