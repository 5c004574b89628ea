import type { ConsoleRole } from './powers.ts';

/** How long a session lasts, in milliseconds: 8 hours, and 30 minutes without a request. */
export const SESSION_MS = 8 * 60 * 60_000;
export const IDLE_MS = 30 * 60_000;

/** A request moves the end of the idle time only if the last one that did is older than this, in milliseconds. */
const SEEN_EVERY_MS = 5 * 60_000;

/** The most sessions of one person at a time: a sixth ends the oldest. */
export const MAX_SESSIONS = 5;

/** One session of a person who signed in. */
export interface Session {
  /** The SHA-256 of the session's secret, so a reader of the table cannot use the session. */
  readonly hash: string;
  readonly login: string;
  readonly roles: readonly ConsoleRole[];
  readonly startedAt: string;
  readonly seenAt: string;
}

/** The sessions of one person, as stored at one version. */
export interface Sessions {
  readonly version: number;
  readonly entries: readonly Session[];
}

/** No sessions. */
export const NO_SESSIONS: Sessions = { version: 0, entries: [] };

/** Returns the sessions after one more has begun. */
export function withSession(sessions: Sessions, session: Session, now: Date): Sessions {
  const entries = [...sessions.entries.filter((one) => isOpen(one, now)), session];
  return { version: sessions.version + 1, entries: entries.slice(-MAX_SESSIONS) };
}

/** Returns the open session of a secret's hash, if there is one. */
export function openSession(sessions: Sessions, hash: string, now: Date): Session | undefined {
  return sessions.entries.find((one) => one.hash === hash && isOpen(one, now));
}

/** Returns the sessions after a request in one of them; undefined if nothing has to be written. */
export function seenAgain(sessions: Sessions, { hash, seenAt }: Session, now: Date): Sessions | undefined {
  if (now.getTime() - Date.parse(seenAt) < SEEN_EVERY_MS) return undefined;
  const entries = sessions.entries.map((one) =>
    one.hash === hash ? { ...one, seenAt: now.toISOString() } : one,
  );
  return { version: sessions.version + 1, entries };
}

/** Returns the sessions without one of them. */
export function withoutSession(sessions: Sessions, { hash }: Session): Sessions {
  return { version: sessions.version + 1, entries: sessions.entries.filter((one) => one.hash !== hash) };
}

/** Returns the sessions after the person signed out: all of them have ended, on every device. */
export function signedOut(sessions: Sessions): Sessions {
  return { version: sessions.version + 1, entries: [] };
}

function isOpen({ startedAt, seenAt }: Session, now: Date): boolean {
  const at = now.getTime();
  return at - Date.parse(startedAt) < SESSION_MS && at - Date.parse(seenAt) < IDLE_MS;
}
