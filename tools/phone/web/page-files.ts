import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';

const PAGE = path.join(__dirname, 'page');

export interface PageFile {
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** The page's files by path. They are bundled when the server starts, so there is no build to remember. */
export async function bundlePage(): Promise<ReadonlyMap<string, PageFile>> {
  const { outputFiles } = await build({
    entryPoints: [path.join(PAGE, 'page.tsx'), path.join(PAGE, 'page.css')],
    outdir: PAGE,
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    jsx: 'automatic',
    jsxImportSource: 'preact',
  });
  const bundled = outputFiles.map(({ path: file, contents }): [string, PageFile] => {
    const type = file.endsWith('.css') ? 'text/css' : 'text/javascript';
    return [`/${path.basename(file)}`, { type: `${type}; charset=utf-8`, bytes: contents }];
  });
  return new Map([
    ...bundled,
    ['/', { type: 'text/html; charset=utf-8', bytes: await readFile(path.join(PAGE, 'index.html')) }],
    ['/icon.svg', { type: 'image/svg+xml', bytes: await readFile(path.join(PAGE, 'icon.svg')) }],
  ]);
}
