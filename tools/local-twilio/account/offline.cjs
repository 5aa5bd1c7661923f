/*
 * Leads everything that a process asks of Twilio to a stand-in at TWILIO_STAND_IN, and lets it reach nothing
 * else outside of this machine. Node loads it before a program (`node --require`), also before one that is
 * not ours, such as twilio-run and the `twilio` CLI. So it is plain JavaScript.
 */
const http = require('node:http');
const process = require('node:process');
const { URL } = require('node:url');
const { Buffer } = require('node:buffer');
const nock = require('nock');

const { TWILIO_STAND_IN = '' } = process.env;

nock.disableNetConnect();
nock.enableNetConnect('127.0.0.1');
for (const method of ['GET', 'POST', 'DELETE']) {
  // All but the domains of a rehearsal, which have the number 0000.
  nock(/^https:\/\/(?:[\w.-]+\.twilio\.com|[\w-]+-(?!0000)\d{4}(?:-[\w-]+)?\.twil\.io)/)
    .persist()
    .intercept(/.*/, method)
    .reply(function (uri, body, callback) {
      forward(this.req, uri, bytesOf(body)).then((answer) => callback(null, answer), callback);
    });
}

function forward({ method, headers }, uri, body) {
  return new Promise((resolve, reject) => {
    const request = http.request(
      new URL(uri, TWILIO_STAND_IN),
      { method, headers: { ...headers, host: '127.0.0.1', 'x-forwarded-host': headers.host } },
      (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => resolve([response.statusCode, Buffer.concat(chunks), response.headers]));
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

/** nock gives a body that is no UTF-8 in hexadecimal digits, and parses one that is JSON. */
function bytesOf(body) {
  if (typeof body !== 'string') return Buffer.from(JSON.stringify(body));
  return Buffer.from(body, /^[0-9a-f]+$/.test(body) && body.length % 2 === 0 ? 'hex' : 'utf8');
}
