import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { chosenConversation } from '../../conversations';
import { exampleFor } from '../../examples';
import type { Conversation, FunctionContext } from '../../src';
import { installRuntime } from './runtime';

const ASSETS = path.join(__dirname, '../../assets');

/**
 * The conversation as `npm start` serves it: the one that these variables choose, with the private assets
 * of the project, such as the people that it knows. It has no other variables, and no Twilio client.
 * `served({ EXAMPLE: 'pizza' })` is that of `npm run example pizza`.
 */
export function served(variables: Readonly<Record<string, string>> = {}): Conversation<unknown> {
  const names = readdirSync(ASSETS).filter((name) => name.includes('.private.'));
  installRuntime(
    Object.fromEntries(names.map((name) => [name, readFileSync(path.join(ASSETS, name), 'utf8')])),
  );
  if (variables.EXAMPLE !== undefined) return exampleFor(variables)();
  return chosenConversation({ ...variables } as FunctionContext);
}
