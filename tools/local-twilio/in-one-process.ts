import path from 'node:path';

/**
 * How twilio-run serves from one process that keeps what it has loaded, as a warm Function in the cloud
 * does: options of Node, and options of `twilio-run start`. The preload makes that fit for development, and
 * a stack names the source if the build has a source map.
 */
export const IN_ONE_PROCESS = {
  node: ['--enable-source-maps', '--require', path.join(__dirname, 'preload.cjs')],
  twilioRun: ['--no-fork-process', '--no-live'],
} as const;
