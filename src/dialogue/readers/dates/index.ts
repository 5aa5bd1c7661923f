/** Days and times as people text them. What the clock says comes with each answer. */
export {
  readDate,
  readDateTime,
  readTime,
  refuseUnusableHours,
  type DateGiven,
  type DateOptions,
  type DateTimeOptions,
  type TimeOptions,
} from './read';
export { refuseUnknownZone, type Day, type Time } from './zone';
