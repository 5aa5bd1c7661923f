import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const src = path.join(__dirname, '../../../src');

/** They are part of what is thrown, and so for a developer, and are made elsewhere. */
const FOR_DEVELOPERS = [
  "Make one with: …\nPut it into .env as …=…, or among the service's variables in the Console.",
  'It should hold { "<number>": "<name>", … }, numbers as in +1….',
  'The parameter … is missing or is not one text.',
  'It failed. The log of the Function says why.',
];

/** A sentence begins with a capital, has several words, and ends: texts for senders do, and few others. */
const SENTENCE = /^[\p{Lu}¿¡].* .*[.!?]$/su;

/** Whether a text is for a developer: it is thrown, logged, or the answer to a request that is no message. */
function isForDevelopers(node: ts.Node): boolean {
  for (let at = node; !ts.isSourceFile(at); at = at.parent) {
    if (ts.isThrowStatement(at)) return true;
    if (ts.isNewExpression(at) && /Error$|^NotA|^Unusable/.test(at.expression.getText())) return true;
    if (ts.isCallExpression(at) && /^(console\.\w+|warn|textResponse)$/.test(at.expression.getText()))
      return true;
  }
  return false;
}

/** The sentences in a file, with what stands between `${` and `}` left out. */
function sentencesIn(file: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const text = ts.isStringLiteralLike(node)
      ? node.text
      : ts.isTemplateExpression(node)
        ? [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('…')
        : '';
    if (SENTENCE.test(text) && !isForDevelopers(node)) found.push(text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true));
  return found;
}

const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const elsewhere = files.filter((file) => !file.startsWith('dialogue/languages/'));

test.each(elsewhere)('%s says nothing to senders by itself', (file) => {
  const found = sentencesIn(path.join(src, file));
  expect(found.filter((sentence) => !FOR_DEVELOPERS.includes(sentence))).toStrictEqual([]);
});

test('the sentences of a language are found, so this looks in the right way', () => {
  for (const language of ['english', 'german', 'spanish']) {
    expect(sentencesIn(path.join(src, `dialogue/languages/${language}.ts`)).length).toBeGreaterThan(25);
  }
});

test('each sentence that is excused is still there', () => {
  const found = elsewhere.flatMap((file) => sentencesIn(path.join(src, file)));
  expect(found).toStrictEqual(expect.arrayContaining(FOR_DEVELOPERS));
});
