import type { Problem } from '../../contracts/parse-event.ts';
import { isListed, type ListedLogin } from '../../domain/refund/logins.ts';
import { updateItem } from '../optimistic-update.ts';
import type { Store } from '../ports.ts';

type ClaimStore = Pick<Store, 'profile' | 'loginOwner' | 'claimLogin'>;

/** A login with the claim that its new owner lists. */
export type ClaimedLogin = Pick<ListedLogin, 'login' | 'claim'>;

/** What an event says of an employee's logins. */
export interface NamedLogins {
  readonly employeeId: string;
  /** In canonical form; absent if the event names none. */
  readonly logins?: readonly string[] | undefined;
  /** The time of the event. */
  readonly at: string;
}

/** The claims of an employee's logins, or the logins that are another employee's. */
export type ClaimResult =
  | { readonly claimed: readonly ClaimedLogin[] | undefined }
  | { readonly problems: readonly Problem[] };

/**
 * Claims for an employee the logins that an event names, before the record lists them: a claim that no record lists gives
 * nobody anything. If one login is another employee's, none is claimed. Logins of an event that is older than those of the
 * record are left alone. If two events name a free login at the same moment, the last one to claim it has it, and the listing
 * of the other counts for nothing.
 */
export async function claimLogins(store: ClaimStore, named: NamedLogins): Promise<ClaimResult> {
  const { employeeId, logins, at } = named;
  if (logins === undefined) return { claimed: undefined };
  const { employee } = await store.profile({ kind: 'employee', id: employeeId }, 'strong');
  if (employee?.logins !== undefined && at <= employee.logins.at) return { claimed: undefined };
  const seen = await Promise.all(logins.map((login) => claimOn(store, login, employeeId)));
  const taken = seen.flatMap(({ isTaken }, index) => (isTaken ? [problemOf(logins[index], index)] : []));
  if (taken.length > 0) return { problems: taken };
  const claims = new Map<string, number>();
  for (const [index, login] of logins.entries()) {
    const claim = await claimLogin(store, login, employeeId);
    if (claim === 'taken') return { problems: [problemOf(login, index)] };
    claims.set(login, claim);
  }
  return { claimed: [...claims].map(([login, claim]) => ({ login, claim })) };
}

function problemOf(login: string | undefined, index: number): Problem {
  const message = `${login} is a login of another employee; it has to be taken from them first`;
  return { path: `data.logins.${index}`, message };
}

/** A claim as one employee sees it: version 0 if there is none. */
interface Seen {
  readonly version: number;
  readonly isOwn: boolean;
  /** True if it is another employee's, whose record lists it. */
  readonly isTaken: boolean;
}

async function claimOn(store: ClaimStore, login: string, employeeId: string): Promise<Seen> {
  const claim = await store.loginOwner(login);
  if (claim === undefined) return { version: 0, isOwn: false, isTaken: false };
  const { version } = claim;
  if (claim.employeeId === employeeId) return { version, isOwn: true, isTaken: false };
  const { employee } = await store.profile({ kind: 'employee', id: claim.employeeId }, 'strong');
  return { version, isOwn: false, isTaken: isListed(employee?.logins, { login, claim: version }) };
}

async function claimLogin(store: ClaimStore, login: string, employeeId: string): Promise<number | 'taken'> {
  return updateItem<Seen, number | 'taken'>({
    what: 'the claim on a login',
    read: () => claimOn(store, login, employeeId),
    change: ({ version, isOwn, isTaken }) => {
      if (isTaken) return { result: 'taken' };
      if (isOwn) return { result: version };
      return { write: { version: version + 1, isOwn: true, isTaken: false }, result: version + 1 };
    },
    save: (_, seen) => store.claimLogin(login, employeeId, seen.version),
  });
}
