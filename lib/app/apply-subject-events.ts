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

/** Where a subject's record and flags are kept. */
export type FlagStore = Pick<
  Store,
  'profile' | 'saveProfile' | 'order' | 'saveOrder' | 'stops' | 'saveStops'
>;

type Data<Type extends InboundEvent['type']> = Extract<InboundEvent, { type: Type }>['data'];

/** Of two statuses of one instant the graver counts. */
const SEVERITY: Readonly<Record<EmployeeRecord['status'], number>> = {
  active: 0,
  suspended: 1,
  compromised: 2,
  confirmed_insider: 3,
};

/** Writes what was heard of an employee in its profile, unless something newer is known. */
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

/** Where a flag is kept: beside what a decision reads anyway. */
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

/** Sites and SKUs have no item a decision reads; their flags stand among the stops, and an event clears them. */
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

/** The end of a flag that was cleared: it covers nothing, but an older event that comes late finds it. */
const CLEARED_UNTIL = new Date(0).toISOString();

/** By time, not by arrival; at the same instant the stricter. What was cleared is kept while there is space for it. */
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

/** The most cleared flags that are kept: the stops are read with every decision. */
const MAX_CLEARED = 20;

/** Returns the entries with a place free if that takes no more than letting go of the flag that was cleared first. */
export function withSpace(entries: readonly Stop[]): readonly Stop[] {
  const cleared = entries.filter((stop) => stop.until === CLEARED_UNTIL);
  if (entries.length < MAX_STOPS && cleared.length < MAX_CLEARED) return entries;
  const [oldest] = cleared.toSorted((a, b) => compareText(a.setAt, b.setAt));
  return entries.filter((stop) => stop !== oldest);
}
