import { describe, expect, test } from 'vitest';
import {
  giveBack,
  LEASE_MS,
  leaseOf,
  MAX_LEASES,
  MAX_OWN_LEASES,
  NO_LEASES,
  takeLease,
} from '../../../lib/domain/refund/leases.ts';

const NOW = new Date('2026-12-01T08:00:00.000Z');
const LATER = new Date(NOW.getTime() + LEASE_MS);

function lease(refundId: string, by: string, at = NOW) {
  return { refundId, by, until: new Date(at.getTime() + LEASE_MS).toISOString() };
}

function taken(refundId: string, by: string) {
  const change = takeLease(NO_LEASES, lease(refundId, by), NOW);
  if (!('leases' in change)) throw new Error(change.result);
  return change.leases;
}

describe('a refund that somebody took', () => {
  test('is theirs for half an hour', () => {
    const leases = taken('re_1', 'ana');
    expect(leaseOf(leases, 're_1', new Date(LATER.getTime() - 1))?.by).toBe('ana');
    expect(leaseOf(leases, 're_1', LATER)).toBeUndefined();
    expect(leaseOf(leases, 're_2', NOW)).toBeUndefined();
  });

  test('is not taken by another person, and may be once the time is over', () => {
    const leases = taken('re_1', 'ana');
    expect(takeLease(leases, lease('re_1', 'ben'), NOW)).toMatchObject({
      result: 'taken_by_another',
      lease: { by: 'ana' },
    });
    expect(takeLease(leases, lease('re_1', 'ben', LATER), LATER)).toMatchObject({ result: 'taken' });
  });

  test('stays with the same person longer when they take it again', () => {
    const again = new Date(NOW.getTime() + LEASE_MS / 2);
    const change = takeLease(taken('re_1', 'ana'), lease('re_1', 'ana', again), again);
    expect(change).toMatchObject({ leases: { version: 2, entries: [lease('re_1', 'ana', again)] } });
  });

  test('is given back by the person who has it alone', () => {
    const leases = taken('re_1', 'ana');
    expect(giveBack(leases, { refundId: 're_1', by: 'ben' }, NOW)).toMatchObject({
      result: 'taken_by_another',
    });
    expect(giveBack(leases, { refundId: 're_1', by: 'ana' }, NOW)).toMatchObject({
      result: 'given_back',
      leases: { entries: [] },
    });
    expect(giveBack(leases, { refundId: 're_1', by: 'ana' }, LATER)).toStrictEqual({ result: 'not_taken' });
  });

  test('is one too many for a person who has taken ten', () => {
    const entries = Array.from({ length: MAX_OWN_LEASES }, (_, index) => lease(`re_${index}`, 'ana'));
    expect(takeLease({ version: 1, entries }, lease('re_x', 'ana'), NOW)).toStrictEqual({
      result: 'too_many',
    });
    expect(takeLease({ version: 1, entries }, lease('re_x', 'ben'), NOW)).toMatchObject({ result: 'taken' });
    expect(takeLease({ version: 1, entries }, lease('re_1', 'ana'), NOW)).toMatchObject({ result: 'taken' });
  });

  test('is one too many only while the others are in force', () => {
    const entries = Array.from({ length: MAX_LEASES }, (_, index) => lease(`re_${index}`, `rev_${index}`));
    expect(takeLease({ version: 1, entries }, lease('re_x', 'ben'), NOW)).toStrictEqual({
      result: 'too_many',
    });
    expect(takeLease({ version: 1, entries }, lease('re_x', 'ben', LATER), LATER)).toMatchObject({
      result: 'taken',
    });
  });
});
