import type { AddressInfo } from 'node:net';
import express from 'express';
import session from 'express-session';
import twilio from 'twilio';
import { FUNCTIONS } from '../build/bundle';
import { startRuntime } from '../testing/runtime';
import { builtFile } from './built';

declare module 'express-session' {
  interface SessionData {
    counter: number;
  }
}

/** Serves what is compared over HTTP, in one process and without forking, and prints the addresses. */
function main(): void {
  const served = {
    '/sms': builtFile('sms.protected', FUNCTIONS),
    '/bare': builtFile('bare'),
    '/floor': builtFile('floor'),
    '/guide': builtFile('guide'),
  };
  const functions = Object.entries(served).map(([path, filePath]) => ({
    name: path,
    content: '',
    path,
    filePath,
    access: 'public' as const,
  }));
  const callers = {
    name: 'callers',
    content: '',
    path: '/callers.json',
    filePath: `${FUNCTIONS.project}/assets/callers.private.json`,
    access: 'private' as const,
  };
  const env = { SESSION_SECRET: 'the secret of the benchmark is long enough' };
  const toolkit = startRuntime({ functions, assets: [callers] }, env);

  // https://www.twilio.com/docs/messaging/tutorials/how-to-create-sms-conversations/node
  const app = express();
  app.use(session({ secret: 'keyboard cat, which is long enough', resave: false, saveUninitialized: true }));
  app.use(express.urlencoded({ extended: false }));
  app.post('/sms', (request, response) => {
    const count = (request.session.counter ?? 0) + 1;
    request.session.counter = count;
    const twiml = new twilio.twiml.MessagingResponse();
    twiml.message(
      count === 1 ? 'Thanks for the new message, Rey.' : `Rey has messaged +14155550100 ${count} times.`,
    );
    response.type('text/xml').send(twiml.toString());
  });

  const local = toolkit.getApp().listen(0, '127.0.0.1', () => {
    const tutorial = app.listen(0, '127.0.0.1', () => {
      const [here, there] = [local, tutorial].map(
        (server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      );
      console.log(JSON.stringify({ functions: here, express: there }));
    });
  });
}

main();
