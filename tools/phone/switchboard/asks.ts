import * as v from 'valibot';
import type { Posts } from './protocol';
import { Refused } from './refused';

const pair = { from: v.string(), to: v.string() };

/** What the body of each POST has to be. What else is in it is left out. */
const ASKS = {
  '/open': v.object(pair),
  '/send': v.object({
    ...pair,
    body: v.string(),
    media: v.array(v.string()),
    params: v.record(v.string(), v.string()),
  }),
  '/send-together': v.object({ ...pair, first: v.string(), second: v.string() }),
  '/repeat': v.object(pair),
  '/run-again': v.object(pair),
  '/await': v.object({ id: v.number() }),
  '/forget': v.object(pair),
  '/remove': v.object(pair),
  '/forward': v.object({ milliseconds: v.number() }),
  '/go-to': v.object({ time: v.number() }),
  '/back-to-now': v.object({}),
  '/picture': v.object({ type: v.string(), base64: v.string() }),
  '/webhook': v.object({ url: v.string() }),
} satisfies { [Path in keyof Posts]: v.GenericSchema<unknown, Posts[Path]['ask']> };

export function isAsk(path: string): path is keyof Posts {
  return Object.hasOwn(ASKS, path);
}

/**
 * Reads the body of a POST.
 *
 * @throws {Refused}
 */
export function readAsk<Path extends keyof Posts>(path: Path, json: string): Posts[Path]['ask'] {
  const { output, issues, success } = v.safeParse(ASKS[path], parse(json));
  // TypeScript does not see that it is the output of this very path.
  if (success) return output;
  const [issue] = issues;
  throw new Refused(`${v.getDotPath(issue) ?? 'The body'} is missing or of another type.`);
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new Refused('The body is not JSON.');
  }
}
