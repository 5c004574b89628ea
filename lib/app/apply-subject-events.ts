import type { InboundEvent } from '../contracts/inbound-events.ts';
import { emptyOrder } from '../domain/refund/order-claims.ts';
import { MAX_STOPS, type Stop, type Stops } from '../domain/refund/stops.ts';
import {
  type EmployeeRecord,
  endOf,
  laterFlag,
  type SubjectFlag,
  type SubjectRef,
} from '../domain/refund/subject.ts';
import { compareText } from '../domain/shared/compare-text.ts';
import { updateItem } from './optimistic-update.ts';
import type { Store } from './ports.ts';

/** The methods of the store that read and write records and flags of subjects. */
export type FlagStore = Pick<
  Store,
  'profile' | 'saveProfile' | 'order' | 'saveOrder' | 'stops' | 'saveStops'
>;

type Data<Type extends InboundEvent['type']> = Extract<InboundEvent, { type: Type }>['data'];

/** If two statuses have the same time, the more severe one counts. */
const SEVERITY: Readonly<Record<EmployeeRecord['status'], number>> = {
  active: 0,
  suspended: 1,
  compromised: 2,
  confirmed_insider: 3,
};

/** Writes the employee record of an event to the profile, unless a newer record is there already. */
export async function updateEmployee(
  store: FlagStore,
  data: Data<'refundgate.employee.updated.v1'>,
  at: string,
): Promise<'taken' | 'repeated'> {
  const { role, siteId, country, managerId, teamId, status } = data;
  const heard: EmployeeRecord = { role, siteId, country, managerId, teamId, status, at };
  const ref: SubjectRef = { kind: 'employee', id: data.employeeId };
  return updateItem({
    what: `employee ${data.employeeId}`,
    read: () => store.profile(ref, 'strong'),
    change: (profile) => {
      const known = profile.employee;
      const stricter = known?.at === at && SEVERITY[status] > SEVERITY[known.status];
      if (known !== undefined && known.at >= at && !stricter) return { result: 'repeated' as const };
      return { write: { ...profile, employee: heard }, result: 'taken' as const };
    },
    save: (next, seen) => store.saveProfile(ref, { ...next, version: seen.version + 1 }, seen.version),
  });
}

/**
 * Writes a flag to an item that a decision reads anyway: the flag of an order to the order, of a site or SKU to the
 * stops, of any other subject to its profile.
 */
export async function updateFlag(
  store: FlagStore,
  {
    subject,
    ...data
  }: {
    readonly subject: SubjectRef;
    readonly reason?: string | undefined;
    readonly until?: string | undefined;
  },
  change: Pick<SubjectFlag, 'state' | 'at'>,
): Promise<'taken' | 'repeated'> {
  const flag: SubjectFlag = { ...change, reason: data.reason, until: data.until };
  switch (subject.kind) {
    case 'order':
      return flagOrder(store, subject.id, flag);
    case 'site':
    case 'sku':
      return flagScope(store, { ...subject, kind: subject.kind }, flag);
    default:
      return flagProfile(store, subject, flag);
  }
}

async function flagProfile(
  store: FlagStore,
  ref: SubjectRef,
  flag: SubjectFlag,
): Promise<'taken' | 'repeated'> {
  return updateItem({
    what: `${ref.kind} ${ref.id}`,
    read: () => store.profile(ref, 'strong'),
    change: (profile) => {
      const later = laterFlag(profile.flag, flag);
      if (later === profile.flag) return { result: 'repeated' as const };
      return { write: { ...profile, flag: later }, result: 'taken' as const };
    },
    save: (next, seen) => store.saveProfile(ref, { ...next, version: seen.version + 1 }, seen.version),
  });
}

async function flagOrder(
  store: FlagStore,
  orderId: string,
  flag: SubjectFlag,
): Promise<'taken' | 'repeated'> {
  return updateItem({
    what: `order ${orderId}`,
    read: async () => (await store.order(orderId, 'strong')) ?? emptyOrder(orderId, ''),
    change: (order) => {
      const later = laterFlag(order.flag, flag);
      if (later === order.flag) return { result: 'repeated' as const };
      return { write: { ...order, flag: later }, result: 'taken' as const };
    },
    save: (next, seen) => store.saveOrder({ ...next, version: seen.version + 1 }, seen.version),
  });
}

/** Thrown when no more sites or SKUs can be flagged: the event stays in the queue and an alarm names it. */
export class TooManyStopsError extends Error {
  override readonly name = 'TooManyStopsError';

  constructor() {
    super(`There are ${MAX_STOPS} stops already, as many as are allowed; lift some first.`);
  }
}

/**
 * Writes the flag of a site or SKU to the stops, because they have no item of their own that a decision reads. Only
 * an event clears such a flag.
 */
async function flagScope(
  store: FlagStore,
  ref: { readonly kind: 'site' | 'sku'; readonly id: string },
  flag: SubjectFlag,
): Promise<'taken' | 'repeated'> {
  return updateItem({
    what: 'the stops',
    read: () => store.stops('strong'),
    change: (stops) => {
      const write = withFlag(stops, ref, flag);
      return write === undefined ? { result: 'repeated' as const } : { write, result: 'taken' as const };
    },
    save: (next, seen) => store.saveStops({ ...next, version: seen.version + 1 }, seen.version),
  });
}

/**
 * The end time of a cleared flag. Such a flag covers nothing. It is kept so that an older event that arrives late
 * does not set the flag again.
 */
const CLEARED_UNTIL = new Date(0).toISOString();

/**
 * Returns the stops with a flag, or undefined if the flag changes nothing. The later flag counts, whatever the order
 * of arrival; at the same time the stricter one counts. A cleared flag is kept while there is space for it.
 */
function withFlag(
  stops: Stops,
  ref: { readonly kind: 'site' | 'sku'; readonly id: string },
  flag: SubjectFlag,
): Stops | undefined {
  const scope: Stop['scope'] = `${ref.kind}:${ref.id}`;
  const known = stops.entries.find((stop) => stop.origin === 'event' && stop.scope === scope);
  const isCleared = flag.state === 'cleared';
  if (known !== undefined && known.setAt > flag.at) return undefined;
  if (known?.setAt === flag.at && (isCleared || endOf(known) >= endOf(flag))) return undefined;
  const others = withSpace(stops.entries.filter((stop) => stop !== known));
  if (others.length >= MAX_STOPS) {
    if (isCleared) return undefined;
    throw new TooManyStopsError();
  }
  const until = isCleared ? CLEARED_UNTIL : flag.until;
  const stop: Stop = {
    scope,
    setBy: 'event',
    setAt: flag.at,
    reason: flag.reason ?? '',
    until,
    origin: 'event',
  };
  return { ...stops, entries: [...others, stop] };
}

/** The most cleared flags that are kept. The number is small because every decision reads the stops. */
const MAX_CLEARED = 20;

/**
 * Returns the entries, without the flag that was cleared first if the stops or the cleared flags are at their limit.
 */
export function withSpace(entries: readonly Stop[]): readonly Stop[] {
  const cleared = entries.filter((stop) => stop.until === CLEARED_UNTIL);
  if (entries.length < MAX_STOPS && cleared.length < MAX_CLEARED) return entries;
  const [oldest] = cleared.toSorted((a, b) => compareText(a.setAt, b.setAt));
  return entries.filter((stop) => stop !== oldest);
}
