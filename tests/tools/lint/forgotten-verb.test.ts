import path from 'node:path';
import { RuleTester } from 'eslint';
import { parser } from 'typescript-eslint';
import forgottenVerb from '../../../tools/lint/forgotten-verb.cjs';

// RuleTester's `it` stands for a test of jest's.
const tester = new RuleTester({
  languageOptions: {
    parser,
    // The project of one file is faster to read than the whole.
    parserOptions: {
      project: './tsconfig.json',
      tsconfigRootDir: __dirname,
      // With CI=true the parser would read script.ts from the disk, and not what is tested.
      disallowAutomaticSingleRunInference: true,
    },
  },
});

/** A script in which something stands, as code. */
function script(statement: string) {
  return {
    name: statement,
    filename: path.join(__dirname, 'script.ts'),
    code: `
      import { ask, confirm, dialogue, lookUp, once, say, Verb, type Talk } from '../../../src/dialogue';
      declare const maybe: boolean;
      declare const save: () => number;
      declare const verbs: Verb<string>[];
      declare function sideEffect(): number;
      const kept = ask('Name?');
      function* address() {
        yield* say('So.');
        return yield* ask('Street?');
      }
      function typed(): Talk<string> {
        return address();
      }
      function* numbers() {
        yield 1;
      }
      export default dialogue('d', function* () {
        ${statement}
      });`,
  };
}

function refused(statement: string, ...names: string[]) {
  return {
    ...script(statement),
    errors: names.map((name) => ({ message: `${name} does nothing here. Write \`yield*\` in front of it.` })),
  };
}

tester.run('forgotten-verb', forgottenVerb, {
  valid: [
    'yield* once("save", save);',
    'const name = yield* ask("Name?"); yield* say(`Hello ${name}`);',
    'const later = say("x"); yield* later;',
    'yield* kept;',
    'if (yield* confirm("Sure?")) yield* address();',
    'yield* maybe ? say("a") : say("b");',
    'const list = [say("a"), say("b")]; for (const each of list) yield* each;',
    'const parts = { address, first: kept }; yield* parts.address();',
    'const { length } = verbs; yield* say(`${length}`);',
    'yield* verbs[0] ?? kept;',
    'sideEffect(); for (const n of numbers()) yield* say(`${n}`); [...numbers()];',
    'const helper = () => ask("x"); yield* helper();',
    'yield* lookUp("x", () => [...verbs].length);',
    'const any: any = kept; any.x();',
    'let later; later = say("x"); yield* later;',
    'const is = (value: unknown) => value instanceof Verb;',
  ].map(script),
  invalid: [
    refused('once("save", save);', 'once(…)'),
    refused('say("Saved!");', 'say(…)'),
    refused('address();', 'address(…)'),
    refused('typed();', 'typed(…)'),
    refused('kept;', 'kept'),
    refused('maybe && once("save", save);', 'This verb'),
    refused('maybe ? once("a", save) : say("x");', 'This verb'),
    refused('void once("save", save);', 'once(…)'),
    refused('yield say("x");', 'say(…)'),
    refused('const later = async () => { await ask("x"); };', 'This verb', 'ask(…)'),
    refused('if (confirm("Sure?")) yield* say("x");', 'confirm(…)'),
    refused('if (!confirm("Sure?")) yield* say("x");', 'confirm(…)'),
    refused('const x = confirm("Sure?") ? 1 : 2;', 'confirm(…)'),
    refused('const x = ask("x") || "nothing";', 'ask(…)'),
    refused('const x = kept === "Rey";', 'kept'),
    refused('while (confirm("More?")) yield* say("x");', 'confirm(…)'),
    refused('do { yield* say("x"); } while (confirm("More?"));', 'confirm(…)'),
    refused('for (; confirm("More?"); ) yield* say("x");', 'confirm(…)'),
    refused('yield* say(`Hello ${ask("Name?")}`);', 'ask(…)'),
    refused('yield* say("Hello " + kept);', 'kept'),
    refused('for (const step of address()) yield step;', 'address(…)'),
    refused('const steps = [...address()];', 'address(…)'),
  ],
});
