/** How we speak first. */
export { open, type Opened, type OpenOptions, type ToOpen } from './open';
export { openOnRequest } from './on-request';
export { NotSent, textingOf, type OurMessage, type Texting } from './texting';
