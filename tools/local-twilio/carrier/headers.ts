import { LIMITS } from '../limits';
import { problem, type Problem } from './twilio-errors';

/** Headers in the order on the wire, with duplicates: `[['Set-Cookie', 'a=1'], …]`. */
export type Headers = readonly (readonly [name: string, value: string])[];

/** The size of headers in HTTP/1.1, which writes each one as `name: value` and a line end. */
export function bytesOf(headers: Headers): number {
  return headers.reduce((sum, [name, value]) => sum + Buffer.byteLength(name + value, 'latin1') + 4, 0);
}

export function headerProblem(headers: Headers, whose: 'request' | 'response'): Problem | undefined {
  const bytes = bytesOf(headers);
  if (bytes > LIMITS.headerBytes.value) {
    return problem(
      82008,
      `The ${whose} has ${bytes} bytes of headers, and ${LIMITS.headerBytes.value} are allowed.`,
    );
  }
  if (headers.length > LIMITS.headers.value) {
    return problem(
      82008,
      `The ${whose} has ${headers.length} headers, and ${LIMITS.headers.value} are allowed.`,
    );
  }
  return undefined;
}

/** All values of a header. @param name in lower case */
export function valuesOf(headers: Headers, name: string): string[] {
  return headers.filter(([key]) => key.toLowerCase() === name).map(([, value]) => value);
}
