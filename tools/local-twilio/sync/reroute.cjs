/*
 * Leads the `twilio` package to stand-ins: its requests to https://sync.twilio.com go to SYNC_URL instead, and
 * those to the Messages API to MESSAGES_URL, as long as there is one. Node loads this file before it loads
 * Functions (`node --require`), so nothing that is deployed knows of it. It is plain JavaScript, because those
 * processes have no compiler.
 */
const process = require('node:process');
const { RequestClient } = require('twilio');

const { request } = RequestClient.prototype;

RequestClient.prototype.request = function reroute(options) {
  const { SYNC_URL, MESSAGES_URL } = process.env;
  const uri = options.uri
    .replace(/^https:\/\/sync\.twilio\.com(?=\/)/, SYNC_URL || '$&')
    .replace(/^https:\/\/api\.twilio\.com(?=\/2010-04-01\/Accounts\/\w+\/Messages\b)/, MESSAGES_URL || '$&');
  return request.call(this, { ...options, uri });
};
