import { UsageError } from '../../cli/command-line';

/**
 * Where requests for a region enter Twilio. A host without it, such as `api.ie1.twilio.com`, was switched
 * off on 28 April 2026.
 *
 * https://www.twilio.com/docs/global-infrastructure/understanding-edge-locations
 */
const EDGES: Readonly<Record<string, string>> = {
  us1: 'ashburn',
  us2: 'umatilla',
  ie1: 'dublin',
  de1: 'frankfurt',
  au1: 'sydney',
  sg1: 'singapore',
  jp1: 'tokyo',
  br1: 'sao-paulo',
};

/** Which of Twilio's regions is asked, and through which edge. Both or neither. */
export interface Place {
  readonly region: string | undefined;
  readonly edge: string | undefined;
}

/**
 * Completes the place that was asked for, so that every library builds the same host name of it.
 *
 * @param asked an empty name counts as none
 * @throws {UsageError} where the region is none that we know
 */
export function completePlace({ region, edge }: { [Name in keyof Place]?: Place[Name] }): Place {
  if (!region) return edge ? { region: 'us1', edge } : { region: undefined, edge: undefined };
  const usual = Object.hasOwn(EDGES, region) ? EDGES[region] : undefined;
  if (usual === undefined) {
    throw new UsageError(`${region} is no region of Twilio. There are ${Object.keys(EDGES).join(', ')}.`);
  }
  return { region, edge: edge === undefined || edge === '' ? usual : edge };
}
