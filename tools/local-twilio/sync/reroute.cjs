/*
 * Leads the `twilio` package to a stand-in of Sync: whatever it asks of https://sync.twilio.com goes to
 * SYNC_URL instead, as long as there is one. It is loaded before Functions are, with `node --require`,
 * so nothing that is deployed knows of it. JavaScript, as twilio-run forks a process for each request.
 */
const process = require('node:process');
const { RequestClient } = require('twilio');

const { request } = RequestClient.prototype;

RequestClient.prototype.request = function reroute(options) {
  const uri = options.uri.replace(/^https:\/\/sync\.twilio\.com(?=\/)/, process.env.SYNC_URL || '$&');
  return request.call(this, { ...options, uri });
};
