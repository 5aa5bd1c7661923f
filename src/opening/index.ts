/** How we speak first. */
export { open, type Opened, type OpenOptions, type ToOpen } from './open';
export { NotSent, textingOf, type OurMessage, type Texting } from './texting';
