import { createInterface } from 'node:readline';

/**
 * Asks for a yes in a terminal. Where nobody can answer, and on Ctrl-C or Ctrl-D, nothing was confirmed.
 */
export function confirmIn(
  input: NodeJS.ReadableStream & { readonly isTTY?: boolean },
  output: NodeJS.WritableStream,
): (question: string) => Promise<boolean> {
  return (question) => {
    if (!input.isTTY) {
      output.write(`${question} Nobody is here to answer; --yes answers for them.\n`);
      return Promise.resolve(false);
    }
    return new Promise((resolve) => {
      const terminal = createInterface({ input, output });
      terminal.once('close', () => {
        resolve(false);
      });
      terminal.question(`${question} [y/N] `, (answer) => {
        resolve(/^y(es)?$/i.test(answer.trim()));
        terminal.close();
      });
    });
  };
}
