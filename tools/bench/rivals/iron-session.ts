import { getIronSession } from 'iron-session';

const options = {
  cookieName: 'session',
  password: 'the secret of the benchmark is long enough',
  ttl: 14_400,
};

/**
 * Counts in a session, as iron-session's documentation does with a cookie store.
 * https://github.com/vvo/iron-session#usage
 */
export async function count(jar: Map<string, string>): Promise<number> {
  const cookies = {
    get: (name: string) => ({ name, value: jar.get(name) ?? '' }),
    set: (...args: unknown[]) => {
      const [name, value] = args as [string, string];
      jar.set(name, value);
    },
  };
  const session = await getIronSession<{ messages?: number }>(cookies, options);
  session.messages = (session.messages ?? 0) + 1;
  await session.save();
  return session.messages;
}
