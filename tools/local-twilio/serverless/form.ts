/** @param type the `Content-Type`. That of a form with a file names the boundary. */
export function readForm(bytes: Buffer<ArrayBuffer>, type: string): Promise<FormData> {
  if (bytes.length === 0) return Promise.resolve(new FormData());
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- for servers, which take bodies of any size
  return new Response(bytes, { headers: { 'Content-Type': type } }).formData();
}
