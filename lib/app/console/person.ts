import { CONSOLE_ROLES, type ConsoleRole, type Power, powersOf } from '../../domain/people/powers.ts';
import {
  openSession,
  type Session,
  type Sessions,
  seenAgain,
  signedOut,
  withoutSession,
  withSession,
} from '../../domain/people/sessions.ts';
import type { EmployeeRecord } from '../../domain/refund/subject.ts';
import { sha256 } from '../digest.ts';
import { updateItem } from '../optimistic-update.ts';
import type { Store } from '../ports.ts';
import type { DeskStore } from './desk-store.ts';
import { employeeOfLogin } from './who-is.ts';

/** A person who uses the console, and what they may do now. */
export interface Person {
  readonly employeeId: string;
  readonly record: EmployeeRecord;
  readonly powers: readonly Power[];
}

/** What finding out who somebody is needs. */
export interface PersonDeps {
  readonly store: Pick<Store, 'profile' | 'loginOwner'> & Pick<DeskStore, 'sessions' | 'saveSessions'>;
  readonly now: () => Date;
}

/** What an identity provider says about a person who signed in. */
export interface SignedIn {
  readonly login: string;
  readonly roles: readonly ConsoleRole[];
}

/** A session that the browser keeps: the employee it belongs to, and its secret. */
export interface SessionKey {
  readonly employeeId: string;
  readonly secret: string;
}

/**
 * Starts a session for a person who signed in, under a secret that the caller made. Returns undefined if the directory knows
 * no employee with this login, or if login and directory together allow nothing.
 */
export async function startSession(
  deps: PersonDeps,
  { login, roles }: SignedIn,
  secret: string,
): Promise<SessionKey | undefined> {
  const known = await employeeOfLogin(deps.store, login);
  if (known === undefined || powersOf(roles, known.record).length === 0) return undefined;
  const { employeeId } = known;
  const now = deps.now();
  const at = now.toISOString();
  const session: Session = { hash: sha256(secret), login, roles, startedAt: at, seenAt: at };
  await changeSessions(deps, employeeId, (sessions) => withSession(sessions, session, now));
  return { employeeId, secret };
}

/**
 * Returns the person of a session, as the directory knows them at this moment; undefined if the session has ended, or the
 * employee is suspended, has another role, or has this login no more.
 */
export async function personOfSession(
  deps: PersonDeps,
  { employeeId, secret }: SessionKey,
): Promise<Person | undefined> {
  const { store } = deps;
  const sessions = await store.sessions(employeeId);
  const now = deps.now();
  const session = openSession(sessions, sha256(secret), now);
  if (session === undefined) return undefined;
  const known = await employeeOfLogin(store, session.login);
  const powers = known?.employeeId === employeeId ? powersOf(session.roles, known.record) : [];
  if (known === undefined || powers.length === 0) {
    // It is over for good: a login that is given back, or a suspension that is lifted, needs a new sign-in.
    await store.saveSessions(employeeId, withoutSession(sessions, session), sessions.version);
    return undefined;
  }
  const { record } = known;
  const seen = seenAgain(sessions, session, now);
  // If another request of this person wrote first, that one moved the idle time.
  if (seen !== undefined) await store.saveSessions(employeeId, seen, sessions.version);
  return { employeeId, record, powers };
}

/**
 * Returns the person of a caller that AWS has authenticated. It has no claim, so what the directory says decides.
 * @param login - as `loginOfCaller` returns it.
 */
export async function personOfCaller(store: PersonDeps['store'], login: string): Promise<Person | undefined> {
  const known = await employeeOfLogin(store, login);
  if (known === undefined) return undefined;
  const powers = powersOf(CONSOLE_ROLES, known.record);
  return powers.length === 0 ? undefined : { ...known, powers };
}

/** Ends all sessions of a person. */
export async function signOut(deps: PersonDeps, employeeId: string): Promise<void> {
  await changeSessions(deps, employeeId, signedOut);
}

function changeSessions(
  { store }: PersonDeps,
  employeeId: string,
  change: (sessions: Sessions) => Sessions,
): Promise<void> {
  return updateItem<Sessions, void>({
    what: `the sessions of ${employeeId}`,
    read: () => store.sessions(employeeId),
    change: (sessions) => ({ write: change(sessions), result: undefined }),
    save: (next, seen) => store.saveSessions(employeeId, next, seen.version),
  });
}
