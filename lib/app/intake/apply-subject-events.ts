import type { InboundEvent } from '../../contracts/inbound-events.ts';
import type { Profile } from '../../domain/history/subject-history.ts';
import { employeeAfter } from '../../domain/refund/employee-after.ts';
import { emptyOrder } from '../../domain/refund/order-claims.ts';
import { withFlag } from '../../domain/refund/scope-flags.ts';
import type { FlagStatement, SubjectRef } from '../../domain/refund/subject.ts';
import { flagAfter, sharedAfter } from '../../domain/refund/subject-statements.ts';
import { updateItem } from '../optimistic-update.ts';
import type { Store } from '../ports.ts';
import type { ClaimedLogin } from './claim-logins.ts';

/** The methods of the store that read and write records and flags of subjects. */
export type FlagStore = Pick<
  Store,
  'profile' | 'saveProfile' | 'order' | 'saveOrder' | 'stops' | 'saveStops'
>;

type Data<Type extends InboundEvent['type']> = Extract<InboundEvent, { type: Type }>['data'];

/** When an event counts as made, and its source. */
type Made = Required<Pick<FlagStatement, 'at' | 'source'>>;

/** Writes what an event says of an employee to the profile, with the logins that were claimed for it. */
export async function updateEmployee(
  store: FlagStore,
  { logins: _, ...data }: Data<'refundgate.employee.updated.v1'>,
  made: Made & { readonly takenAt: string; readonly logins: readonly ClaimedLogin[] | undefined },
): Promise<'taken' | 'repeated'> {
  return updateProfile(store, { kind: 'employee', id: data.employeeId }, (profile) => {
    const employee = employeeAfter(profile.employee, { ...data, ...made });
    return employee === undefined ? undefined : { ...profile, employee };
  });
}

/** Writes what an event says about who uses a subject to its profile. */
export async function updateShared(
  store: FlagStore,
  { subject, shared = true, by, reason }: Data<'refundgate.subject.shared.v1'>,
  { isEnough, ...made }: Made & { readonly isEnough: boolean },
): Promise<'taken' | 'repeated'> {
  const alone = isEnough ? { isEnough } : {};
  return updateProfile(store, subject, (profile) => {
    const mark = sharedAfter(profile.shared, { ...made, ...alone, shared, by, reason }, subject.id);
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
