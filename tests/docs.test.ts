import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as library from '../src';
import { copyProject } from '../tools/testing/project-copy';

jest.setTimeout(60_000);

const project = path.join(__dirname, '..');
const PAGES = ['.', 'docs'].flatMap((folder) =>
  readdirSync(path.join(project, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.join(folder, name)),
);

interface Block {
  readonly page: string;
  readonly line: number;
  readonly code: string;
}

function blocksOf(page: string): Block[] {
  const text = readFileSync(path.join(project, page), 'utf8');
  return Array.from(text.matchAll(/^```ts\n([^]*?)^```$/gm), ({ index, 1: code = '' }) => ({
    page,
    line: text.slice(0, index).split('\n').length,
    code,
  }));
}

/** The file that a block's first line names, or one for a fragment. */
function fileOf({ page, line, code }: Block): string {
  const [, named] = /^\/\/ (\S+\.ts)\n/.exec(code) ?? [];
  if (named !== undefined) return named;
  const folder = code.includes(`'../../`) ? 'tests/conversations' : 'conversations';
  return `${folder}/${path.basename(page, '.md')}-${line}.ts`;
}

/** A fragment has the library at hand, and may be the inside of a script. */
function moduleOf({ code }: Block): string {
  const whole = code.replaceAll('…', '');
  if (/^(import|export) /m.test(code)) return `${whole}\nexport {};\n`;
  const names = Object.keys(library).filter((name) => new RegExp(`\\b${name}\\b`).test(code));
  const body = /\b(yield|return)\b/.test(code)
    ? `export function* script(): Generator {\n${whole}}\n`
    : whole;
  return `import { ${names.join(', ')} } from '../src';\n${body}\nexport {};\n`;
}

/** A fragment may use what its page only tells of: such a name is no mistake, and neither is what becomes of it. */
const NOT_SHOWN = /error TS(2304|2552|18004|2580|7006|7031): /;

function run(folder: string, file: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...args], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
}

describe('the code of the README and the docs', () => {
  const blocks = PAGES.flatMap(blocksOf);
  let copy: string;
  beforeAll(() => {
    copy = copyProject();
    for (const block of blocks) {
      const file = path.join(copy, fileOf(block));
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, moduleOf(block));
    }
  });
  afterAll(() => {
    rmSync(copy, { recursive: true });
  });

  test('there is some', () => {
    expect(blocks.map(fileOf)).toStrictEqual(
      expect.arrayContaining(['conversations/parrot.ts', 'tests/conversations/lunch.test.ts']),
    );
  });

  test('compiles', () => {
    writeFileSync(
      path.join(copy, 'tsconfig.docs.json'),
      JSON.stringify({
        extends: './tsconfig.json',
        compilerOptions: { noUnusedLocals: false, noUnusedParameters: false },
        include: ['functions', 'conversations', 'tests'],
      }),
    );
    const tsc = path.join(path.dirname(require.resolve('@typescript/native/package.json')), 'bin/tsc');
    const { output } = run(copy, tsc, '--project', 'tsconfig.docs.json', '--pretty', 'false');
    const mistakes = output.split('\n').filter((line) => line.includes('error TS') && !NOT_SHOWN.test(line));
    expect(mistakes).toStrictEqual([]);
  });

  test('passes, if it is a test', () => {
    const tests = blocks.map(fileOf).filter((file) => file.endsWith('.test.ts'));
    const jest = path.join(path.dirname(require.resolve('jest/package.json')), 'bin/jest.js');
    // That of the project builds first, and fuzzes.
    const config = JSON.stringify({
      rootDir: copy,
      transform: { '\\.ts$': ['ts-jest', { diagnostics: false }] },
    });
    const { status, output } = run(copy, jest, '--config', config, '--ci', ...tests);
    expect({ status, output }).toStrictEqual({
      status: 0,
      output: expect.stringMatching(/Tests: +\d+ passed/) as string,
    });
  });
});

describe.each(PAGES)('%s', (page) => {
  const text = readFileSync(path.join(project, page), 'utf8');

  test('leads to files and headings that are there', () => {
    const lost = Array.from(
      text.matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g),
      ([, to = '', heading]) => {
        const file = to === '' ? page : path.join(path.dirname(page), to);
        if (!existsSync(path.join(project, file))) return file;
        return heading === undefined || headingsOf(file).includes(heading) ? [] : `${file}#${heading}`;
      },
    ).flat();
    expect(lost).toStrictEqual([]);
  });

  test('names commands that are there', () => {
    const { scripts } = JSON.parse(readFileSync(path.join(project, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const named = Array.from(text.matchAll(/npm run (?:-s )?([\w:]+)/g), ([, name = '']) => name);
    expect(named.filter((name) => !(name in scripts))).toStrictEqual([]);
  });
});

/** As GitHub names them. */
function headingsOf(page: string): string[] {
  const text = readFileSync(path.join(project, page), 'utf8');
  return Array.from(text.matchAll(/^#+ (.+)$/gm), ([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .replaceAll(' ', '-'),
  );
}
