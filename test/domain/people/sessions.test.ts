import { describe, expect, test } from 'vitest';
import {
  IDLE_MS,
  MAX_SESSIONS,
  NO_SESSIONS,
  openSession,
  SESSION_MS,
  type Session,
  seenAgain,
  signedOut,
  withSession,
} from '../../../lib/domain/people/sessions.ts';

const START = new Date('2026-12-01T08:00:00.000Z');

function at(ms: number): Date {
  return new Date(START.getTime() + ms);
}

function session(hash: string, begun = START): Session {
  return {
    hash,
    login: 'ana@example.com',
    roles: ['reviewer'],
    startedAt: begun.toISOString(),
    seenAt: begun.toISOString(),
  };
}

describe('a session', () => {
  const one = withSession(NO_SESSIONS, session('a'), START);

  test.each([
    [0, true],
    [IDLE_MS - 1, true],
    [IDLE_MS, false],
  ])('without a request for %i ms is open: %s', (ms, isOpen) => {
    expect(openSession(one, 'a', at(ms)) !== undefined).toBe(isOpen);
  });

  test('that is used all the time ends after eight hours', () => {
    let sessions = one;
    for (let ms = 10 * 60_000; ms < SESSION_MS; ms += 10 * 60_000) {
      const open = openSession(sessions, 'a', at(ms));
      if (open === undefined) throw new Error(`ended after ${ms} ms`);
      sessions = seenAgain(sessions, open, at(ms)) ?? sessions;
    }
    expect(openSession(sessions, 'a', at(SESSION_MS - 1))).toBeDefined();
    expect(openSession(sessions, 'a', at(SESSION_MS))).toBeUndefined();
  });

  test('is written at most every five minutes, and never lives longer for it', () => {
    expect(seenAgain(one, session('a'), at(5 * 60_000 - 1))).toBeUndefined();
    expect(seenAgain(one, session('a'), at(5 * 60_000))?.entries[0]?.seenAt).toBe(
      at(5 * 60_000).toISOString(),
    );
  });

  test('of another secret is none', () => {
    expect(openSession(one, 'b', START)).toBeUndefined();
  });

  test('ends on every device when the person signs out', () => {
    const two = withSession(one, session('b'), START);
    expect(openSession(signedOut(two), 'a', START)).toBeUndefined();
    expect(openSession(signedOut(two), 'b', START)).toBeUndefined();
    expect(signedOut(two).version).toBe(3);
  });

  test('too many end the oldest, and those that have ended are dropped', () => {
    let sessions = NO_SESSIONS;
    for (let index = 0; index <= MAX_SESSIONS; index += 1) {
      sessions = withSession(sessions, session(`s${index}`), START);
    }
    expect(sessions.entries.map(({ hash }) => hash)).toStrictEqual(['s1', 's2', 's3', 's4', 's5']);
    const later = withSession(sessions, session('late', at(IDLE_MS)), at(IDLE_MS));
    expect(later.entries.map(({ hash }) => hash)).toStrictEqual(['late']);
  });
});
