/**
 * The bytes of a body that nock has caught. It gives one that is no UTF-8 in hexadecimal digits, which no
 * form consists of.
 */
export function bytesOfCaught(body: unknown): Buffer<ArrayBuffer> {
  if (typeof body !== 'string') return Buffer.from(body === undefined ? '' : JSON.stringify(body));
  // A group that is repeated would fill the stack where the body has a few megabytes.
  return Buffer.from(body, /^[0-9a-f]+$/.test(body) && body.length % 2 === 0 ? 'hex' : 'utf8');
}

/** @param type as in `Content-Type`, with the boundary of a form that holds a file */
export function readForm(bytes: Buffer<ArrayBuffer>, type: string): Promise<FormData> {
  if (bytes.length === 0) return Promise.resolve(new FormData());
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- for servers, which take bodies of any size
  return new Response(bytes, { headers: { 'Content-Type': type } }).formData();
}
