import { UserError } from '../../cli/user-error';

/**
 * The edge location through which requests for a region enter Twilio. Twilio switched off the host names
 * without an edge, such as `api.ie1.twilio.com`, on 28 April 2026.
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

/** A region of Twilio's, and the edge location to reach it through. Both are set, or neither. */
export interface Place {
  readonly region: string | undefined;
  readonly edge: string | undefined;
}

/**
 * Adds the region or the edge that was left out, so that every library builds the same host name.
 *
 * @param asked an empty name counts as none
 * @throws {UserError} if we do not know the region
 */
export function completePlace({ region, edge }: { [Name in keyof Place]?: Place[Name] }): Place {
  if (!region) return edge ? { region: 'us1', edge } : { region: undefined, edge: undefined };
  const usual = Object.hasOwn(EDGES, region) ? EDGES[region] : undefined;
  if (usual === undefined) {
    throw new UserError(`${region} is no region of Twilio. There are ${Object.keys(EDGES).join(', ')}.`);
  }
  return { region, edge: edge === undefined || edge === '' ? usual : edge };
}
