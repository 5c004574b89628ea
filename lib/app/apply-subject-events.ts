import type { InboundEvent } from '../contracts/inbound-events.ts';
import type { Profile } from '../domain/history/subject-history.ts';
import { emptyOrder } from '../domain/refund/order-claims.ts';
import { formerPlacesAfter } from '../domain/refund/places.ts';
import { REVIEWING_ROLES } from '../domain/refund/review.ts';
import {
  MAX_SCOPE_FLAGS,
  MAX_SCOPE_FLAGS_BYTES,
  type ScopeFlag,
  type Stop,
  type Stops,
} from '../domain/refund/stops.ts';
import type { FlagStatement, SubjectRef } from '../domain/refund/subject.ts';
import { flagAfter, sharedAfter, statusAfter } from '../domain/refund/subject-statements.ts';
import { compareText } from '../domain/shared/compare-text.ts';
import { updateItem } from './optimistic-update.ts';
import type { Store } from './ports.ts';

/** The methods of the store that read and write records and flags of subjects. */
export type FlagStore = Pick<
  Store,
  'profile' | 'saveProfile' | 'order' | 'saveOrder' | 'stops' | 'saveStops'
>;

type Data<Type extends InboundEvent['type']> = Extract<InboundEvent, { type: Type }>['data'];

/** When an event counts as made, and its source. */
type Made = Required<Pick<FlagStatement, 'at' | 'source'>>;

/**
 * Writes what an event says of an employee to the profile. Role and place are those of the newest event, and the places
 * before it are kept. The status may get stricter by one event; it gets milder when two people say so.
 */
export async function updateEmployee(
  store: FlagStore,
  data: Data<'refundgate.employee.updated.v1'>,
  { at, source, takenAt }: Made & { readonly takenAt: string },
): Promise<'taken' | 'repeated'> {
  const { employeeId: id, role, siteId, country, managerId, teamId, status, by } = data;
  const since = data.since !== undefined && data.since < at ? data.since : at;
  return updateProfile(store, { kind: 'employee', id }, (profile) => {
    const known = profile.employee;
    const after = statusAfter(known, { status, at, by, source }, { about: id, since });
    const isNewest = known === undefined || at > known.at;
    if (after === undefined && !isNewest) return undefined;
    const mayReview = (one: typeof role | undefined): boolean =>
      one !== undefined && REVIEWING_ROLES.includes(one);
    // A reviewer who becomes a supervisor goes on to review what is open.
    const isKept = known?.role === role || (mayReview(known?.role) && mayReview(role));
    const roleGiven = (isKept ? known?.roleGiven : undefined) ?? { by, at: takenAt };
    const formerPlaces = formerPlacesAfter(known, { managerId, teamId }, takenAt);
    const heard = { role, roleGiven, siteId, country, managerId, teamId, formerPlaces, at };
    const fields = isNewest ? heard : known;
    const inForce = after ?? {
      status: known?.status ?? status,
      since: known?.since,
      statuses: known?.statuses,
    };
    return { ...profile, employee: { ...fields, ...inForce } };
  });
}

/** Writes what an event says about who uses a subject to its profile. */
export async function updateShared(
  store: FlagStore,
  { subject, shared = true, by, reason }: Data<'refundgate.subject.shared.v1'>,
  made: Made,
): Promise<'taken' | 'repeated'> {
  return updateProfile(store, subject, (profile) => {
    const mark = sharedAfter(profile.shared, { ...made, shared, by, reason }, subject.id);
    return mark === profile.shared ? undefined : { ...profile, shared: mark };
  });
}

/**
 * Writes a flag to an item that a decision reads anyway: the flag of an order to the order, of a site or SKU to the
 * stops, of any other subject to its profile.
 */
export async function updateFlag(
  store: FlagStore,
  subject: SubjectRef,
  flag: FlagStatement,
): Promise<'taken' | 'repeated' | 'too_many'> {
  switch (subject.kind) {
    case 'order':
      return flagOrder(store, subject.id, flag);
    case 'site':
    case 'sku':
      return flagScope(store, { ...subject, kind: subject.kind }, flag);
    default:
      return updateProfile(store, subject, (profile) => {
        const next = flagAfter(profile.flag, flag, subject.id);
        return next === profile.flag ? undefined : { ...profile, flag: next };
      });
  }
}

/** Changes a subject's profile, unless there is nothing to change. */
async function updateProfile(
  store: FlagStore,
  ref: SubjectRef,
  change: (profile: Profile) => Profile | undefined,
): Promise<'taken' | 'repeated'> {
  return updateItem({
    what: `${ref.kind} ${ref.id}`,
    read: () => store.profile(ref, 'strong'),
    change: (profile) => writeOf(change(profile)),
    save: (next, seen) => store.saveProfile(ref, { ...next, version: seen.version + 1 }, seen.version),
  });
}

function writeOf<Item>(write: Item | undefined): {
  readonly write?: Item;
  readonly result: 'taken' | 'repeated';
} {
  return write === undefined ? { result: 'repeated' } : { write, result: 'taken' };
}

async function flagOrder(
  store: FlagStore,
  orderId: string,
  flag: FlagStatement,
): Promise<'taken' | 'repeated'> {
  return updateItem({
    what: `order ${orderId}`,
    read: async () => (await store.order(orderId, 'strong')) ?? emptyOrder(orderId, ''),
    change: (order) => {
      const next = flagAfter(order.flag, flag, orderId);
      return writeOf(next === order.flag ? undefined : { ...order, flag: next });
    },
    save: (next, seen) => store.saveOrder({ ...next, version: seen.version + 1 }, seen.version),
  });
}

/**
 * Writes the flag of a site or SKU to the stops, because they have no item of their own that a decision reads. Only
 * events lift such a flag.
 */
async function flagScope(
  store: FlagStore,
  ref: { readonly kind: 'site' | 'sku'; readonly id: string },
  flag: FlagStatement,
): Promise<'taken' | 'repeated' | 'too_many'> {
  return updateItem({
    what: 'the stops',
    read: () => store.stops('strong'),
    change: (stops) => {
      const next = withFlag(stops, ref, flag);
      return next === 'too_many' ? { result: next } : writeOf(next);
    },
    save: (next, seen) => store.saveStops({ ...next, version: seen.version + 1 }, seen.version),
  });
}

/**
 * Returns the stops after one more statement about a flag, or undefined if it changes nothing. A lifted flag is kept
 * while there is space for it, so that an older event that arrives late does not set it again.
 */
function withFlag(
  stops: Stops,
  { kind, id }: { readonly kind: 'site' | 'sku'; readonly id: string },
  heard: FlagStatement,
): Stops | 'too_many' | undefined {
  const scope: Stop['scope'] = `${kind}:${id}`;
  const flags = stops.entries.filter(isScopeFlag);
  const known = flags.find((stop) => stop.scope === scope);
  const flag = flagAfter(known?.flag, heard, id);
  if (flag === known?.flag) return undefined;
  const others = withSpace(flags.filter((stop) => stop !== known));
  const next: readonly ScopeFlag[] = [...others, { scope, origin: 'event', flag }];
  const bytes = new TextEncoder().encode(JSON.stringify(next)).length;
  const isFull = next.length > MAX_SCOPE_FLAGS || bytes > MAX_SCOPE_FLAGS_BYTES;
  if (isFull && heard.state === 'flagged') return 'too_many';
  if (isFull && known === undefined) return undefined;
  // Requests to lift a flag have space of their own: the second of them makes space for flags again.
  if (bytes > 2 * MAX_SCOPE_FLAGS_BYTES && flag.state === 'flagged') return 'too_many';
  return { ...stops, entries: [...stops.entries.filter((stop) => !isScopeFlag(stop)), ...next] };
}

function isScopeFlag(stop: Stop): stop is ScopeFlag {
  return stop.origin === 'event';
}

/** The most lifted flags that are kept. The number is small because every decision reads the stops. */
const MAX_CLEARED = 20;

/** Returns the flags, without the one that was lifted first if the flags or the lifted ones are at their limit. */
function withSpace(flags: readonly ScopeFlag[]): readonly ScopeFlag[] {
  const cleared = flags.filter(({ flag }) => flag.state === 'cleared');
  if (flags.length < MAX_SCOPE_FLAGS && cleared.length < MAX_CLEARED) return flags;
  const [oldest] = cleared.toSorted((a, b) => compareText(a.flag.at, b.flag.at));
  return flags.filter((stop) => stop !== oldest);
}
