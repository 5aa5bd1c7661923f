import { createInterface } from 'node:readline';

/** Asks a question in a terminal. The answer is no on Ctrl-C, on Ctrl-D, and if there is no terminal. */
export function confirmIn(
  input: NodeJS.ReadableStream & { readonly isTTY?: boolean },
  output: NodeJS.WritableStream,
): (question: string) => Promise<boolean> {
  return (question) => {
    if (!input.isTTY) {
      output.write(`${question} There is no terminal to answer in. To answer yes, add --yes.\n`);
      return Promise.resolve(false);
    }
    return new Promise((resolve) => {
      const terminal = createInterface({ input, output });
      terminal.once('close', () => resolve(false));
      terminal.question(`${question} [y/N] `, (answer) => {
        resolve(/^y(es)?$/i.test(answer.trim()));
        terminal.close();
      });
    });
  };
}
