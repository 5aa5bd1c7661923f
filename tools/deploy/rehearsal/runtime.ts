import type { Finding } from './finding';

/**
 * What Twilio builds for. node22 is its default, node24 is there since 8 July 2026, and node20 takes no
 * new builds. Another one is error 82007, after everything has been uploaded.
 *
 * https://www.twilio.com/docs/errors/82007
 */
const RUNTIMES = ['node22', 'node24'];

/** @param runtime as the deploy asks for it; `undefined` where it asks for none */
export function inspectRuntime(runtime: string | undefined): Finding[] {
  if (runtime !== undefined && RUNTIMES.includes(runtime)) return [];
  return [
    {
      name: 'runtime',
      what:
        runtime === undefined
          ? 'No runtime is asked for: Twilio takes the one of its last build, which it may no longer build for.'
          : `Twilio does not build for the runtime ${runtime} (error 82007).`,
      remedy: `Let runtime in .twilioserverlessrc be one of ${RUNTIMES.join(', ')}.`,
    },
  ];
}
