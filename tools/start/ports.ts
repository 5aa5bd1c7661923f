import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../cli/user-error';

/**
 * Reads a port.
 *
 * @param name of the variable of the shell, or of the option
 *
 * @throws {UserError} if the text is no port
 */
export function readPort(name: string, text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port > 0 && port < 65_536) return port;
  throw new UserError(`${name}=${text} is no port. Take a number from 1 to 65535, such as ${name}=4000.`);
}

/** Whether a server can listen on the port on every interface, as twilio-run does. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, () => {
      probe.close(() => resolve(true));
    });
  });
}

/** The next free port after the first of these ports. It is none of them. */
export async function freeBeside(...taken: readonly [number, ...number[]]): Promise<number> {
  for (let port = taken[0] + 1; port < 65_536; port++) {
    if (!taken.includes(port) && (await isFree(port))) return port;
  }
  return freeBeside(1023, ...taken);
}

/** How often a port is looked at, in milliseconds. */
const INTERVAL = 100;

/** Waits until a server listens on the port. It keeps no process alive by itself. */
export async function whenListening(port: number): Promise<void> {
  while (!(await isListening(port))) await sleep(INTERVAL, undefined, { ref: false });
}

/** Whether a server listens on the port of 127.0.0.1. */
export function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(port, '127.0.0.1');
    probe.once('connect', () => {
      resolve(true);
      probe.destroy();
    });
    probe.once('error', () => resolve(false));
  });
}
