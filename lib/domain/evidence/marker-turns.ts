import { isComplete, type Register } from '../producers/register.ts';
import type { RefundRequest } from '../refund/refund-request.ts';
import { senderIn } from '../shared/sender.ts';
import { type People, recordOf } from './people.ts';
import type { Scan } from './scan.ts';
import { markersOf } from './scans-in-force.ts';
import { scansOfPlace } from './scans-of-place.ts';

/** The scans of a return, who made them, and who may say what. */
export interface MarkerFacts {
  readonly scans: readonly Scan[];
  readonly people: People;
  /** The present register; undefined in open mode. */
  readonly register: Register | undefined;
  /** True if the value is so small that an employee counts whom the directory does not know. */
  readonly strangersCount: boolean;
}

/** A refund with one of those on it taken for its marker. */
export interface MarkerTurn {
  readonly request: RefundRequest;
  /** The source of the organization whose people are taken for the marker. */
  readonly markedThrough?: string;
}

/**
 * Returns the refund once for each employee or organization that may be its marker, if nobody known is: the marker is missing,
 * a service, a login that many share, or somebody whom the directory does not know, where strangers do not count. With a known
 * marker, in open mode, or if no scan of them counts anyway, the refund as it is.
 */
export function markerTurns(request: RefundRequest, facts: MarkerFacts): readonly MarkerTurn[] {
  const { people, register, strangersCount } = facts;
  if (register === undefined || request.claim !== 'returned') return [{ request }];
  const scans = scansOfPlace(facts.scans, request, register);
  const markers = markersOf(request, scans);
  const isKnown = (id: string): boolean => isKnownPerson(id, { people, register, strangersCount }, request);
  if (markers.size > 0 && [...markers].every(isKnown)) return [{ request }];
  const employees = scans
    .filter(({ attestor }) => attestor.class === 'site')
    .map(({ attestor }) => attestor.id);
  const candidates = [...new Set(employees)].filter((id) => people.has(id) && people.get(id) !== 'shared');
  const sources = scans
    .filter(({ attestor }) => attestor.class === 'organization')
    .map(({ key }) => senderIn(key).source);
  const turns = [
    ...candidates.map((markedBy): MarkerTurn => ({ request: { ...request, markedBy } })),
    ...[...new Set(sources)].map((markedThrough): MarkerTurn => ({ request, markedThrough })),
  ];
  return turns.length === 0 ? [{ request }] : turns;
}

function isKnownPerson(
  id: string,
  { people, register, strangersCount }: Omit<MarkerFacts, 'scans'> & { readonly register: Register },
  { siteId }: RefundRequest,
): boolean {
  const known = people.get(id);
  if (known === 'shared') return false;
  if (known === null || known === undefined) return strangersCount && !isComplete(register, siteId);
  return recordOf(people, id)?.kind !== 'service';
}
