import { ACCOUNT_OPTIONS, SERVICE_OPTIONS, typedAgain } from '../../cli/command-line';
import type { Plan } from '../twilio-run/twilio-run';

/** The options that choose the same environment and the same Function again, for a command that we advise. */
export function optionsAgain(
  { environment }: Pick<Plan, 'environment'>,
  args: readonly string[],
  path: string | undefined,
): string[] {
  return [
    ...(environment === 'dev' ? [] : [environment === '' ? '--production' : `--environment=${environment}`]),
    ...(path === undefined ? [] : [`--path=${path}`]),
    ...typedAgain(args, [...ACCOUNT_OPTIONS, ...SERVICE_OPTIONS]),
  ];
}

/** The options that let a deploy go to a service that exists already, as they were typed. */
export function overrideAgain(args: readonly string[]): string[] {
  return args.filter((arg) => /^--(override-existing-project|force)\b/.test(arg));
}
