import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * What may go wrong with a command on its way to Redis: an error of Redis's, another result, a connection that breaks
 * (before the command runs, after it, or in the middle of the answer), a delay, or something else that happens first.
 */
export type RedisMishap =
  | { readonly error: string }
  | { readonly result: number }
  | 'reset'
  | 'answer lost'
  | 'answer cut'
  | { readonly milliseconds: number }
  | { readonly until: () => Promise<void> };

export interface RedisProxy {
  readonly url: string;
  close(): void;
}

/**
 * A proxy between a client and a Redis, in which things go wrong on demand. As on any connection to a Redis,
 * commands run one after the other.
 *
 * @param mishap is called with the name of each command, such as `GET`, before Redis gets it
 */
export async function startRedisProxy(
  port: number,
  mishap: (command: string) => RedisMishap | undefined,
): Promise<RedisProxy> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const redis = connect(port, '127.0.0.1');
    for (const socket of [client, redis]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        redis.destroy();
      });
    }
    void serve(client, redis).catch(() => client.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };

  async function serve(client: Socket, redis: Socket): Promise<void> {
    const answers = values(redis);
    for await (const command of values(client)) {
      const [, name = ''] = /^\*\d+\r\n\$\d+\r\n(\w+)/.exec(command.toString('latin1')) ?? [];
      const fault = mishap(name);
      if (fault === 'reset') return void client.destroy();
      if (typeof fault === 'object' && 'error' in fault) {
        client.write(`-${fault.error}\r\n`);
        continue;
      }
      if (typeof fault === 'object' && 'result' in fault) {
        client.write(`:${fault.result}\r\n`);
        continue;
      }
      if (typeof fault === 'object' && 'until' in fault) await fault.until();
      else if (typeof fault === 'object') {
        // After the proxy is closed, the pause keeps no process alive.
        await sleep(fault.milliseconds, undefined, { ref: false });
      }
      redis.write(command);
      const answer = await answers.next();
      if (answer.done || fault === 'answer lost') return void client.destroy();
      if (fault === 'answer cut') return void client.end(answer.value.subarray(0, answer.value.length / 2));
      client.write(answer.value);
    }
  }
}

/** The values that come over a connection, each as it was written: https://redis.io/docs/latest/develop/reference/protocol-spec/ */
async function* values(socket: Socket): AsyncGenerator<Buffer, void> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    rest = Buffer.concat([rest, chunk]);
    for (let end = endOf(rest, 0); end !== undefined; end = endOf(rest, 0)) {
      yield rest.subarray(0, end);
      rest = rest.subarray(end);
    }
  }
}

/** The end of the value that begins at `from`; `undefined` if some of it has not come yet. */
function endOf(bytes: Buffer, from: number): number | undefined {
  const line = bytes.indexOf('\r\n', from);
  if (line < 0) return undefined;
  const type = String.fromCharCode(bytes[from] ?? 0);
  const length = Number(bytes.toString('latin1', from + 1, line));
  let end: number | undefined = line + 2;
  if (type === '$' && length >= 0) end += length + 2;
  const children = { '*': length, '~': length, '>': length, '%': 2 * length }[type] ?? 0;
  for (let n = 0; n < children && end !== undefined; n++) end = endOf(bytes, end);
  return end !== undefined && end <= bytes.length ? end : undefined;
}
