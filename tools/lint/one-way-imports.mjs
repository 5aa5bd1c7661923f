import { createNodeResolver, importX } from 'eslint-plugin-import-x';

const root = `${import.meta.dirname}/../..`;

/** The files right in src/ that every room of it may import. A further one is added here. */
const BASE = [
  'cannot-open.ts',
  'choose-by-variable.ts',
  'conversation.ts',
  'log.ts',
  'silence.ts',
  'time-limits.ts',
  'turn-log.ts',
  'word.ts',
];

/** What each room of src/ may import beside itself. What else is right in src/ may import them all. */
const ROOMS = {
  dialogue: ['twilio', ...BASE],
  reminding: ['session', 'twilio', ...BASE],
  opening: ['session', 'twilio', ...BASE],
  session: ['twilio', ...BASE],
  twilio: BASE,
};

/** A zone whose files import nothing of the project but what is given, and themselves. */
function only(target, allowed, message) {
  return { target, from: '.', except: ['./node_modules', ...[target, ...allowed].flat()], message };
}

const inside = (names) => names.map((name) => `src/${name}`);

/** @type {import('eslint').Linter.Config} */
export const oneWayImports = {
  plugins: { 'import-x': importX },
  settings: {
    'import-x/resolver-next': [
      createNodeResolver({ extensions: ['.ts', '.tsx', '.mjs', '.cjs', '.js', '.json'] }),
    ],
  },
  rules: {
    'import-x/no-restricted-paths': [
      'error',
      {
        basePath: root,
        zones: [
          only('functions', ['conversations', 'src/index.ts'], 'A Function imports conversations and src.'),
          only('conversations', ['src/index.ts'], 'A conversation imports of src its door alone.'),
          only('examples', ['src/index.ts'], 'An example imports of src its door alone.'),
          only('src', [], 'src imports nothing of what is built on it.'),
          ...Object.entries(ROOMS).map(([room, allowed]) =>
            only(`src/${room}`, inside(allowed), `src/${room} imports ${allowed.join(', ')}.`),
          ),
          only(inside(BASE), [], 'What every room of src imports, imports none of them.'),
          only('tools/local-twilio', [], 'The local Twilio judges the rest, and borrows nothing of it.'),
          { target: 'tools', from: 'tests', message: 'Tests import tools.' },
          {
            target: [
              'tests/*.ts',
              'tests/!(tools)/**',
              'tests/tools/!(local-twilio)/**',
              'tools/*.ts',
              'tools/!(local-twilio)/**',
            ],
            from: 'tools/local-twilio/**/*.ts',
            // The page of the phone runs in a browser. The rest of these modules needs Node.
            except: ['**/local-twilio/{index,limits,carrier/segments}.ts'],
            message: 'The door of the local Twilio is tools/local-twilio.',
          },
        ],
      },
    ],
    // The rule above does not see them.
    'no-restricted-syntax': [
      'error',
      { selector: 'TSImportType[source.value=/^[.]/]', message: 'Import a type at the top of the file.' },
    ],
  },
};
