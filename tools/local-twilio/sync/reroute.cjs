/*
 * Leads the `twilio` package to a stand-in of Sync: its requests to https://sync.twilio.com go to SYNC_URL
 * instead, as long as there is one. Node loads this file before it loads Functions (`node --require`), so
 * nothing that is deployed knows of it. It is plain JavaScript, because those processes have no compiler.
 */
const process = require('node:process');
const { RequestClient } = require('twilio');

const { request } = RequestClient.prototype;

RequestClient.prototype.request = function reroute(options) {
  const uri = options.uri.replace(/^https:\/\/sync\.twilio\.com(?=\/)/, process.env.SYNC_URL || '$&');
  return request.call(this, { ...options, uri });
};
