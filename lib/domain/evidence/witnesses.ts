import { managersOf, mayReportTo } from '../refund/places.ts';
import type { RefundRequest } from '../refund/refund-request.ts';
import { compareText } from '../shared/compare-text.ts';
import { type People, recordOf } from './people.ts';
import type { Attestor, Scan } from './scan.ts';
import { isOnSite, markersOf } from './scans-in-force.ts';

/** Who made the scans of a return, each person, device and event counted as one witness. */
export interface Witnesses {
  /** Returns the name of the witness that an attestor belongs to. */
  readonly witnessOf: (attestor: Attestor) => string;
  /**
   * Returns true if a scan is the word of somebody other than the marker. A machine counts as somebody else, unless the
   * scan was keyed in: any person may have keyed it. While no marker is known, or only a login that many share, any
   * employee may be the marker, so no employee counts as somebody else. Nor does such a login, or an employee who was not
   * looked up.
   */
  readonly isAnother: (attestor: Attestor) => boolean;
}

/**
 * Returns who made the scans of a return. Two attestors who share a device, or whose scans carry the same EPCIS
 * `eventID`, are one witness. The marker, the device the mark was made on, the marker's manager and those who report to
 * the marker, now or before, are one witness too, with all who are linked to them.
 */
export function witnessesAmong(request: RefundRequest, scans: readonly Scan[], people: People): Witnesses {
  const markers = markersOf(request, scans);
  const names = new LinkedNames();
  for (const { attestor, eventId, voids } of scans) {
    if (voids === true || !isOnSite(attestor)) continue;
    const name = personName(attestor.id);
    // A machine has one number: that of the device.
    if (attestor.class === 'sensor') names.link(name, deviceName(attestor.id));
    if (attestor.deviceId !== undefined) names.link(name, deviceName(attestor.deviceId));
    if (eventId !== undefined) names.link(name, `event ${eventId}`);
  }
  const isKnown = isMarkerKnown(markers, people);
  for (const name of namesOfTheMarker(request, markers, people)) names.link(name, THE_MARKER);
  const witnessOf = ({ id }: Attestor): string => names.groupOf(personName(id));
  return {
    witnessOf,
    isAnother: (attestor) => {
      if (witnessOf(attestor) === names.groupOf(THE_MARKER)) return false;
      if (attestor.class === 'sensor') return attestor.capture !== 'keyed';
      if (attestor.class !== 'site') return true;
      return isKnown && people.has(attestor.id) && people.get(attestor.id) !== 'shared';
    },
  };
}

/** Returns true if somebody is on record who marked the goods as returned, and not only a login that many share. */
export function isMarkerKnown(markers: ReadonlySet<string>, people: People): boolean {
  return markers.size > 0 && [...markers].every((id) => people.get(id) !== 'shared');
}

const THE_MARKER = 'the marker';
// People and devices are often numbered, each from 1: clerk 7 is not handheld 7.
const personName = (id: string): string => `person ${id}`;
const deviceName = (id: string): string => `device ${id}`;

function namesOfTheMarker(
  { session }: RefundRequest,
  markers: ReadonlySet<string>,
  people: People,
): readonly string[] {
  const reportsTo = (id: string, other: string): boolean => mayReportTo(recordOf(people, id), other);
  const managers = [...markers].flatMap((id) => managersOf(recordOf(people, id)));
  const linked = [...people.keys()].filter((id) =>
    [...markers].some((marker) => reportsTo(id, marker) || reportsTo(marker, id)),
  );
  const persons = [...markers, ...managers, ...linked].map(personName);
  return session?.deviceId === undefined ? persons : [...persons, deviceName(session.deviceId)];
}

/** Names that were linked, one after the other, are one group. It has the first of its names, in whatever order they came. */
class LinkedNames {
  readonly #earlier = new Map<string, string>();

  groupOf(name: string): string {
    let first = name;
    for (let next = this.#earlier.get(first); next !== undefined; next = this.#earlier.get(first))
      first = next;
    return first;
  }

  link(a: string, b: string): void {
    const [first = a, second = b] = [this.groupOf(a), this.groupOf(b)].toSorted(compareText);
    if (first !== second) this.#earlier.set(second, first);
  }
}
