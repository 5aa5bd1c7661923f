import path from 'node:path';
import { inspectFiles } from '../../../tools/deploy/rehearsal/files';
import { inspectVariables } from '../../../tools/deploy/rehearsal/variables';
import type { Plan } from '../../../tools/deploy/twilio-run/twilio-run';
import type { Upload, UploadedFile } from '../../../tools/local-twilio';
import { pictureFlaw } from '../../../tools/phone/web/picture-rules';

// Each size that Twilio allows, and one more. The numbers are those of its pages, see limits.ts.

type Visibility = UploadedFile['visibility'];

const file = (visibility: Visibility, bytes = 0): UploadedFile => ({
  path: `/${visibility}`,
  visibility,
  content: new Uint8Array(bytes),
});
const files = (count: number, visibility: Visibility) =>
  Array.from({ length: count }, () => file(visibility));

async function tooLarge({
  functions = files(1, 'protected'),
  assets = [],
}: Partial<Upload>): Promise<string[]> {
  const upload = { functions, assets, domain: '', dependencies: [], runtime: undefined, variables: {} };
  return (await inspectFiles(upload, [])).filter(({ name }) => name === 'too-large').map(({ what }) => what);
}

test('a build has 50 Functions', async () => {
  expect(await tooLarge({ functions: files(50, 'protected') })).toStrictEqual([]);
  expect(await tooLarge({ functions: files(51, 'protected') })).toStrictEqual([
    'There are 51 Functions, and 50 are allowed.',
  ]);
});

test('a build has 50 private assets, and 1,000 others', async () => {
  const most = [...files(50, 'private'), ...files(500, 'public'), ...files(500, 'protected')];
  expect(await tooLarge({ assets: most })).toStrictEqual([]);
  expect(await tooLarge({ assets: [...most, file('private')] })).toStrictEqual([
    'There are 51 private assets, and 50 are allowed.',
  ]);
  expect(await tooLarge({ assets: [...most, file('public')] })).toStrictEqual([
    'There are 1001 assets that are not private, and 1000 are allowed.',
  ]);
});

test.each([
  ['private', 10_485_760],
  ['public', 26_214_400],
  ['protected', 26_214_400],
] as const)('a %s asset has %d bytes', async (visibility, most) => {
  expect(await tooLarge({ assets: [file(visibility, most)] })).toStrictEqual([]);
  expect(await tooLarge({ assets: [file(visibility, most + 1)] })).toStrictEqual([
    `/${visibility} has ${most + 1} bytes, and ${most} are allowed.`,
  ]);
});

test('the value of a variable has 450 bytes', async () => {
  const found = async (GREETING: string) => {
    const plan = { variables: { GREETING }, envNames: ['GREETING'], envFile: '.env' } as unknown as Plan;
    const findings = await inspectVariables(plan, path.join(__dirname, '../../..'), { unusable: [] });
    return findings.filter(({ name }) => name === 'too-large').map(({ what }) => what);
  };
  expect(await found('ä'.repeat(225))).toStrictEqual([]);
  expect(await found(`${'ä'.repeat(225)}a`)).toStrictEqual(['GREETING has 451 bytes, and 450 are allowed.']);
});

test('a picture has 5 MB', () => {
  expect(pictureFlaw('image/png', 5_242_880)).toBeUndefined();
  expect(pictureFlaw('image/png', 5_242_881)).toMatch(/^This picture is too large/);
});
