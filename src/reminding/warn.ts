import { describe, loggableSid } from '../log';
import type { Reach } from '../silence';

export function warn({ message }: Pick<Reach, 'message'>, what: string, error: unknown): void {
  console.warn(`${loggableSid(message.sid)}: ${what}: ${describe(error)}`);
}
