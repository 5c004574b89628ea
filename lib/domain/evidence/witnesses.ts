import type { RefundRequest } from '../refund/refund-request.ts';
import { compareText } from '../shared/compare-text.ts';
import { canonicalId } from '../shared/ids.ts';
import type { People } from './people.ts';
import type { Attestor, Scan } from './scan.ts';
import { isOnSite, markersOf } from './scans-in-force.ts';

/** Who made the scans of a return, each person, device and event counted as one witness. */
export interface Witnesses {
  /** Returns the name of the witness that an attestor belongs to. */
  readonly witnessOf: (attestor: Attestor) => string;
  /**
   * Returns true if a scan is the word of somebody other than the marker. A machine counts as somebody else, unless the
   * scan was keyed in: any person may have keyed it. While no marker is known, any employee may be the marker, so no
   * employee counts as somebody else. Nor does an employee who was not looked up.
   */
  readonly isAnother: (attestor: Attestor) => boolean;
}

/**
 * Returns who made the scans of a return. Two attestors who share a device, or whose scans carry the same EPCIS
 * `eventID`, are one witness. The marker, the device the mark was made on, the marker's manager and those who report to
 * the marker are one witness too, with all who are linked to them.
 */
export function witnessesAmong(request: RefundRequest, scans: readonly Scan[], people: People): Witnesses {
  const markers = markersOf(request, scans);
  const names = new LinkedNames();
  for (const { attestor, eventId, voids } of scans) {
    if (voids === true || !isOnSite(attestor)) continue;
    if (attestor.deviceId !== undefined) names.link(attestor.id, attestor.deviceId);
    if (eventId !== undefined) names.link(attestor.id, eventName(eventId));
  }
  for (const name of namesOfTheMarker(request, markers, people)) names.link(name, THE_MARKER);
  const isTheMarker = (id: string): boolean => names.groupOf(id) === names.groupOf(THE_MARKER);
  return {
    witnessOf: ({ id }) => names.groupOf(id),
    isAnother: (attestor) => {
      if (isTheMarker(attestor.id)) return false;
      if (attestor.class === 'sensor') return attestor.capture !== 'keyed';
      return attestor.class !== 'site' || (markers.size > 0 && people.has(attestor.id));
    },
  };
}

/** No id has a space in it, so no id is one of these names. */
const THE_MARKER = 'the marker';
const eventName = (eventId: string): string => `event ${canonicalId(eventId)}`;

function namesOfTheMarker(
  { session }: RefundRequest,
  markers: ReadonlySet<string>,
  people: People,
): readonly string[] {
  const managers = [...markers].map((id) => people.get(id)?.managerId);
  const reports = [...people].map(([id, record]) =>
    record?.managerId !== undefined && markers.has(record.managerId) ? id : undefined,
  );
  return [...markers, session?.deviceId, ...managers, ...reports].filter((name) => name !== undefined);
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
