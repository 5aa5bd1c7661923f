import { H3, useSession } from 'h3';

const app = new H3().post('/sms', async (event) => {
  const session = await useSession<{ messages?: number }>(event, {
    name: 'session',
    password: 'the secret of the benchmark is long enough',
    maxAge: 14_400,
  });
  const messages = (session.data.messages ?? 0) + 1;
  await session.update({ messages });
  return messages;
});

/**
 * Counts in h3's sealed session, as its documentation does, with a request and a response of the web.
 * https://h3.dev/examples/handle-session
 */
export async function count(jar: Map<string, string>): Promise<number> {
  const cookie = jar.get('session');
  const response = await app.request('/sms', {
    method: 'POST',
    headers: cookie === undefined ? {} : { cookie: `session=${cookie}` },
  });
  jar.set('session', /^session=([^;]*)/.exec(response.headers.getSetCookie()[0] ?? '')?.[1] ?? '');
  return Number(await response.text());
}
