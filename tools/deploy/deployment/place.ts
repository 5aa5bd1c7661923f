import { ACCOUNT_OPTIONS, SERVICE_OPTIONS, typedAgain } from '../../cli/command-line';
import type { Plan } from '../twilio-run/twilio-run';

/** The options that name the same place and the same Function, for a command that is advised. */
export function placeAgain(
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
