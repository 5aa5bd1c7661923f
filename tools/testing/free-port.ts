import { isFree } from '../start/ports';

/**
 * A port that is free on every interface. It is below those that a system gives to outgoing connections (on Linux from
 * 32768 on), because one of these could take it before the test does.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (await isFree(port)) return port;
  }
}
