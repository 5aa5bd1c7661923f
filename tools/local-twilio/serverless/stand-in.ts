import { ServerlessApi } from './api';
import { bytesOfCaught, readForm } from './form';
import type { Upload } from './upload';

/** An API in every region: `serverless.twilio.com`, `serverless-upload.dublin.ie1.twilio.com`. */
const SERVERLESS_API = /^https:\/\/serverless(-upload)?(\.[\w-]+){0,2}\.twilio\.com/;

/** What a rehearsed deploy has sent so far. */
export interface Received {
  /** @throws where no build has been asked for */
  upload(): Upload;
}

/**
 * Puts {@link ServerlessApi} in the place of Twilio's for this process, and cuts off every other host. To
 * it every account is new: nothing is there until it has been sent.
 */
export async function standIn(): Promise<Received> {
  // It stands in front of every request of a process that loads it.
  const { default: nock } = await import('nock');
  const api = new ServerlessApi();
  nock.cleanAll();
  nock.disableNetConnect();
  for (const method of ['GET', 'POST', 'DELETE']) {
    nock(SERVERLESS_API)
      .persist()
      .intercept(/.*/, method)
      .reply(async function (uri, body) {
        const { status, body: answer } = await api.heed({
          method,
          path: new URL(uri, 'https://serverless.twilio.com').pathname,
          fields: await readForm(bytesOfCaught(body), this.req.headers['content-type'] ?? ''),
        });
        return [status, answer ?? ''];
      });
  }
  return { upload: () => api.lastUpload() };
}
