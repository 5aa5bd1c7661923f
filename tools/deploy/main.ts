import { runCommand, type Command } from '../cli/command-line';

/** The commands by their names in package.json. Only the one that runs is loaded: loading takes most of a start. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  attach: async () => (await import('./attach')).attachCommand,
  deploy: async () => (await import('./deploy')).deployCommand,
  forget: async () => (await import('./forget')).forgetCommand,
  open: async () => (await import('./open')).openCommand,
  show: async () => (await import('./show')).showCommand,
  rehearse: async () => (await import('./rehearse')).rehearseCommand,
};

async function main([name = '', ...args]: readonly string[]): Promise<void> {
  const load = COMMANDS[name];
  if (!load) throw new Error(`There is no command ${name}.`);
  await runCommand(await load(), args);
}

void main(process.argv.slice(2));
