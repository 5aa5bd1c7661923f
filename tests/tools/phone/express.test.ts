import express from 'express';
import session from 'express-session';
import twilio from 'twilio';
import { Carrier } from '../../../tools/local-twilio';
import { serving } from '../../../tools/testing/webhook';

declare module 'express-session' {
  interface SessionData {
    counter: number;
  }
}

const authToken = 'the token of the app';

/** The app of Twilio's tutorial on conversations in Node, which counts messages in a session. */
function app(): express.Express {
  const app = express();
  app.use(session({ secret: 'anything but this', resave: false, saveUninitialized: true }));
  app.use(express.urlencoded({ extended: false }));
  app.post('/sms', twilio.webhook(authToken), (request, response) => {
    const seen = request.session.counter ?? 0;
    request.session.counter = seen + 1;
    const twiml = new twilio.twiml.MessagingResponse();
    twiml.message(
      seen > 0 ? `Hello, thanks for message number ${seen + 1}` : 'Hello, thanks for the new message.',
    );
    response.writeHead(200, { 'Content-Type': 'text/xml' });
    response.end(twiml.toString());
  });
  return app;
}

test('an Express app with a session and signature validation works as it is', () =>
  serving(app(), async (url) => {
    const carrier = new Carrier({ url, authToken });
    const rey = carrier.pair({ from: '+14158675308', to: '+14155550100' });
    const finn = carrier.pair({ from: '+12349013030', to: '+14155550100' });
    const says = async (exchange: ReturnType<typeof rey.send>) => {
      const { replies, problems } = await exchange;
      expect(problems).toStrictEqual([]);
      return replies.map(({ body }) => body);
    };
    expect(await says(rey.send('one'))).toStrictEqual(['Hello, thanks for the new message.']);
    expect(await says(rey.send('two & a half'))).toStrictEqual(['Hello, thanks for message number 2']);
    expect(await says(finn.send('one'))).toStrictEqual(['Hello, thanks for the new message.']);
    carrier.clock.forward(4 * 60 * 60 * 1000);
    expect(await says(rey.send('three'))).toStrictEqual(['Hello, thanks for the new message.']);
  }));

test('it refuses whoever signs with another token', () =>
  serving(app(), async (url) => {
    const stranger = new Carrier({ url }).pair({ from: '+14158675308', to: '+14155550100' });
    expect((await stranger.send('hi')).problems).toMatchObject([
      { code: 11200, meaning: 'The webhook answered with HTTP 403.' },
    ]);
  }));
