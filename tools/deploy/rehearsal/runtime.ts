import type { Finding } from './finding';

/**
 * The runtimes that Twilio builds for. node22 is the default. node24 came on 8 July 2026. node20 takes no new
 * builds. Twilio answers any other one with error 82007, but only after everything has been uploaded.
 *
 * https://www.twilio.com/docs/errors/82007
 */
const RUNTIMES = ['node22', 'node24'];

/** @param runtime the runtime that the deploy asks for; `undefined` if it asks for none */
export function inspectRuntime(runtime: string | undefined): Finding[] {
  if (runtime !== undefined && RUNTIMES.includes(runtime)) return [];
  return [
    {
      name: 'runtime',
      what:
        runtime === undefined
          ? 'The deploy asks for no runtime. Twilio then takes that of its last build, which may be too old now.'
          : `Twilio does not build for the runtime ${runtime} (error 82007).`,
      remedy: `Set runtime in .twilioserverlessrc to one of ${RUNTIMES.join(', ')}.`,
    },
  ];
}
