import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import forgottenVerb from './tools/lint/forgotten-verb.cjs';
import { oneWayImports } from './tools/lint/one-way-imports.mjs';

export default defineConfig(
  globalIgnores(['dist/', 'coverage/']),
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    plugins: { dialogue: { rules: { 'forgotten-verb': forgottenVerb } } },
    rules: {
      'dialogue/forgotten-verb': 'error',
      // Numbers in a template read well, and always mean what they say.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // A callback of one call is one line: `(text) => console.log(text)`.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // For toEqual, [undefined] is the same as [].
      'no-restricted-properties': ['error', { property: 'toEqual', message: 'Write toStrictEqual.' }],
    },
  },
  oneWayImports,
  {
    // These packages take long to load, and few conversations need them: a reader loads one when its first answer
    // comes. `import()` would do, but takes half as long again, and a reader of phone numbers cannot wait.
    files: ['src/dialogue/readers/**'],
    rules: {
      '@typescript-eslint/no-require-imports': ['error', { allow: ['^libphonenumber-js', '^chrono-node/'] }],
    },
  },
  prettier,
);
