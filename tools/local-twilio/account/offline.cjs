/*
 * Leads all requests of a process to Twilio to the stand-in at TWILIO_STAND_IN, and cuts off every other host
 * outside of this machine. Node loads this file before a program (`node --require`), also before twilio-run
 * and the `twilio` CLI. They have no compiler, so it is plain JavaScript.
 */
const http = require('node:http');
const process = require('node:process');
const { URL } = require('node:url');
const { Buffer } = require('node:buffer');
const nock = require('nock');

nock.disableNetConnect();
nock.enableNetConnect('127.0.0.1');
for (const method of ['GET', 'POST', 'DELETE']) {
  // The domain of a rehearsal has the number 0000. Its gateway is on this machine.
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
      new URL(uri, process.env.TWILIO_STAND_IN),
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

/** nock parses JSON, and gives a body that is not UTF-8 as hexadecimal digits. */
function bytesOf(body) {
  if (typeof body !== 'string') return Buffer.from(JSON.stringify(body));
  return Buffer.from(body, /^[0-9a-f]+$/.test(body) && body.length % 2 === 0 ? 'hex' : 'utf8');
}
