import { groupOf, producerIn, type Register } from '../producers/register.ts';
import { managersOf, mayReportTo } from '../refund/places.ts';
import type { RefundRequest } from '../refund/refund-request.ts';
import { compareText } from '../shared/compare-text.ts';
import { type Sender, senderIn } from '../shared/sender.ts';
import { employeeCounts } from './employee-counts.ts';
import { type People, recordOf } from './people.ts';
import type { Scan } from './scan.ts';
import { isIntakeMark, isOnSite, markersOf } from './scans-in-force.ts';

/** Who made the scans of a return, each person, device and event counted as one witness. */
export interface Witnesses {
  /** Returns the name of the witness that a scan belongs to. */
  readonly witnessOf: (scan: Scan) => string;
  /** Returns the group of the producer that reported a scan. */
  readonly groupOf: (scan: Scan) => string;
  /**
   * Returns true if a scan is the word of somebody other than the marker. A machine counts as somebody else, unless the
   * scan was keyed in: any person may have keyed it. An organization does if another producer reported the mark.
   */
  readonly isAnother: (scan: Scan) => boolean;
}

/** Whose word counts in addition to what the scans say of themselves. */
export interface Vouching {
  readonly people: People;
  /** The present register; undefined in open mode. */
  readonly register: Register | undefined;
  /** Who asked for the refund. */
  readonly askedBy: Sender | undefined;
  /** The source of an organization that is taken for the marker. */
  readonly markedThrough?: string | undefined;
  /** True if the value is so small that an employee counts whom the directory does not know. */
  readonly strangersCount: boolean;
}

/**
 * Returns who made the scans of a return. Two attestors who share a device, or whose scans carry the same EPCIS
 * `eventID`, are one witness; so are all machines of one group, and all who scan for one organization. The marker, the
 * device the mark was made on, the marker's manager and those who report to the marker, now or before, are one witness too,
 * with all who are linked to them.
 */
export function witnessesAmong(
  request: RefundRequest,
  scans: readonly Scan[],
  { people, register, askedBy, markedThrough, strangersCount }: Vouching,
): Witnesses {
  const markers = markersOf(request, scans);
  const names = new LinkedNames();
  const producers = (scan: Scan): string => groupOf(register, senderIn(scan.key).source);
  for (const scan of scans) {
    const { attestor, eventId, voids } = scan;
    if (voids === true || !isOnSite(attestor)) continue;
    const name = nameOf(scan);
    if (isIntakeMark(scan)) names.link(name, THE_MARKER);
    if (attestor.class === 'organization' || speaksForOrganization(scan, register)) {
      names.link(name, `organizations of ${producers(scan)}`);
    }
    if (attestor.class === 'sensor') {
      // A machine has one number: that of the device.
      names.link(name, deviceName(attestor.id));
      if (register !== undefined) names.link(name, `machines of ${producers(scan)}`);
    }
    if (attestor.deviceId !== undefined) names.link(name, deviceName(attestor.deviceId));
    if (eventId !== undefined) names.link(name, `event ${eventId}`);
  }
  for (const name of namesOfTheMarker(request, markers, people)) names.link(name, THE_MARKER);
  const counts = employeeCounts({ request, markers, people, register, strangersCount });
  const marking = new Set([
    ...scans.filter((scan) => scan.voids !== true && isIntakeMark(scan)).map(producers),
    ...[askedBy?.source, markedThrough].flatMap((source) =>
      source === undefined ? [] : [groupOf(register, source)],
    ),
  ]);
  const witnessOf = (scan: Scan): string => names.groupOf(nameOf(scan));
  return {
    witnessOf,
    groupOf: producers,
    isAnother: (scan) => {
      if (witnessOf(scan) === names.groupOf(THE_MARKER)) return false;
      switch (scan.attestor.class) {
        case 'sensor':
          return scan.attestor.capture !== 'keyed';
        case 'organization':
          return scan.attestor.capture !== 'keyed' && !marking.has(producers(scan));
        case 'site':
          return counts(scan);
        default:
          return true;
      }
    },
  };
}

const THE_MARKER = 'the marker';
// People and devices are often numbered, each from 1: clerk 7 is not handheld 7.
const personName = (id: string): string => `person ${id}`;
const organizationName = (id: string): string => `organization ${id}`;
const deviceName = (id: string): string => `device ${id}`;
const nameOf = ({ attestor: { class: of, id } }: Scan): string =>
  of === 'organization' ? organizationName(id) : personName(id);

/** The people of a third-party warehouse are that company, also where its system names them one by one. */
function speaksForOrganization({ key, attestor }: Scan, register: Register | undefined): boolean {
  if (register === undefined || attestor.class !== 'site') return false;
  return producerIn(register, senderIn(key).source)?.attestors?.organization !== undefined;
}

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
  const persons = [
    ...[...markers, ...managers, ...linked].map(personName),
    ...[...markers].map(organizationName),
  ];
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
