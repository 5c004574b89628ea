import type { People } from '../../../domain/evidence/people.ts';
import type { Scan } from '../../../domain/evidence/scan.ts';
import type { EmployeeRecord } from '../../../domain/refund/subject.ts';
import { SEARCH_TIME } from '../gate.ts';
import type { Known } from '../judge.ts';
import { CUSTOMER, MADE_UP_MARKER, PROGRAM } from '../parties.ts';
import type { Asking } from '../requests.ts';
import type { Player } from './cast.ts';
import type { Place } from './place.ts';
import { MADE_UP } from './voices.ts';

const PERSON: Omit<EmployeeRecord, 'siteId'> = {
  role: 'inspector',
  roleGiven: { by: 'hr', at: '2026-01-01T00:00:00.000Z' },
  country: 'DE',
  status: 'active',
  at: SEARCH_TIME,
};

/**
 * Returns what the gate knows of those who asked and scanned. Where somebody reports employees, the directory knows all who are
 * real; those who are made up only if an accomplice reports them too.
 */
export function knownAt(
  place: Place,
  {
    asking,
    source,
    players,
  }: { readonly asking: Asking; readonly source: string; readonly players: readonly Player[] },
): (scans: readonly Scan[]) => Known {
  const knows = place.directories.length > 0;
  const person = { ...PERSON, siteId: siteOfStaff(place) };
  const knowsMadeUp = players.some(({ makesKnown }) => makesKnown);
  const recordOf = (id: string): EmployeeRecord | null => {
    if (id === MADE_UP_MARKER || id.startsWith(MADE_UP)) return knowsMadeUp ? person : null;
    if (!knows || id === CUSTOMER.id) return null;
    return id === PROGRAM ? { ...person, kind: 'service' } : person;
  };
  const { markedBy } = asking.request;
  return (scans) => {
    const ids = scans.filter(({ attestor }) => attestor.class === 'site').map(({ attestor }) => attestor.id);
    const people: People = new Map(
      (markedBy === undefined ? ids : [markedBy, ...ids]).map((id) => [id, recordOf(id)]),
    );
    return { people, askedBy: { source } };
  };
}

/** Where no site is named, the staff are of a site that somebody reports. */
function siteOfStaff({ siteId, directories }: Place): string {
  const reported = directories.flatMap(({ completeFor = [], sites = [] }) => [...completeFor, ...sites]);
  return siteId !== undefined && reported.includes(siteId) ? siteId : (reported[0] ?? siteId ?? '');
}
