import { describe, expect, test } from 'vitest';
import { type EntryFacts, historyEntryOf, verdictOf } from '../../../lib/domain/decision/history-entry.ts';
import type { Review, Vote } from '../../../lib/domain/refund/review.ts';
import { aPolicy, aRefund, NOW, scanFinding, TODAY, valueFinding } from '../../builders.ts';

const EXCEPTION = { now: 400, settled: 900 };

function entryOf(
  overrides: Partial<EntryFacts> = {},
  { supported = false, exceptionPermille = EXCEPTION } = {},
) {
  return historyEntryOf({
    request: aRefund(),
    scan: scanFinding({ supported, exceptionPermille }),
    value: valueFinding(),
    policy: aPolicy(),
    askedAt: NOW,
    status: 'held',
    review: null,
    isSettled: false,
    ...overrides,
  });
}

describe('what a refund adds to histories', () => {
  test('stands on the day it was asked for, with all that judgements read', () => {
    expect(entryOf()).toMatchObject({
      refundId: 're_1',
      day: TODAY,
      tier: 1,
      claim: 'returned',
      exceptionPermille: EXCEPTION.now,
      verdict: 'none',
      reviewerIds: [],
      customerId: 'c_1',
    });
  });

  test.each([
    ['received', false, EXCEPTION.now, EXCEPTION.now],
    ['held', false, EXCEPTION.now, EXCEPTION.now],
    ['escalated', false, EXCEPTION.now, EXCEPTION.settled],
    ['denied', false, EXCEPTION.now, EXCEPTION.settled],
    ['approved', false, 0, EXCEPTION.settled],
    ['published', false, 0, EXCEPTION.settled],
    ['approved', true, EXCEPTION.settled, EXCEPTION.settled],
    ['published', true, EXCEPTION.settled, EXCEPTION.settled],
  ] as const)(
    'while %s with support %s is %i before its scans should be there, %i after',
    (status, supported, before, after) => {
      expect(entryOf({ status }, { supported })?.exceptionPermille).toBe(before);
      expect(entryOf({ status, isSettled: true }, { supported })?.exceptionPermille).toBe(after);
    },
  );

  test('of a claim without goods never waits for scans', () => {
    const request = aRefund({ claim: 'damaged' });
    expect(entryOf({ request, status: 'published' })?.exceptionPermille).toBe(EXCEPTION.settled);
  });

  test.each([
    [99, 0],
    [100, 100],
  ])('counts an exception of %i thousandths as %i', (now, counted) => {
    expect(entryOf({}, { exceptionPermille: { now, settled: now } })?.exceptionPermille).toBe(counted);
  });

  test.each([
    ['held', false, false, false],
    ['escalated', false, true, true],
    ['denied', false, true, true],
    ['published', false, false, true],
    ['published', true, true, true],
  ] as const)(
    'never came, while %s with support %s: %s before its scans should be there, %s after',
    (status, supported, before, after) => {
      const said = { now: 990, settled: 994 };
      const scan = scanFinding({ supported, nothingPermille: said });
      expect(entryOf({ status, scan })?.neverCame).toBe(before);
      expect(entryOf({ status, scan, isSettled: true })?.neverCame).toBe(after);
    },
  );

  test.each([
    ['the evidence says less', {}, 989],
    ['nobody attested it', { markedBy: undefined, trigger: 'instant' }, 994],
    ['no goods were to come', { claim: 'not_received' }, 994],
  ] as const)('never says that it never came where %s', (_name, request, settled) => {
    const scan = scanFinding({ nothingPermille: { now: settled, settled } });
    const facts = { request: aRefund(request), scan, status: 'denied', isSettled: true } as const;
    expect(entryOf(facts)?.neverCame).toBe(false);
  });

  test.each([
    [{ newDevice: true }, true],
    [{ wrongSite: true }, true],
    [{ newDevice: true, offShift: true, wrongSite: true }, true],
    [{ offShift: true }, false],
    [{ newDevice: false, offShift: false, wrongSite: false }, false],
    [undefined, false],
  ] as const)('looks taken over in a session of %j: %s', (session, looksTakenOver) => {
    expect(entryOf({ request: aRefund({ session }) })?.looksTakenOver).toBe(looksTakenOver);
  });

  test('is not known while a check or the value is not', () => {
    expect(entryOf({ scan: { check: 'scan-evidence', state: 'unknown' } })).toBeUndefined();
    expect(entryOf({ value: { check: 'value-thresholds', state: 'unknown' } })).toBeUndefined();
    expect(entryOf({ value: valueFinding({ baseMinor: null }) })).toBeUndefined();
  });
});

describe('what people found', () => {
  const vote = (reviewerId: string, decision: Vote['decision'], verdict: Vote['verdict']): Vote => ({
    reviewerId,
    decision,
    verdict,
    at: NOW.toISOString(),
  });
  const review = (...votes: readonly Vote[]): Review => ({ tier: 1, quorum: 1, votes });

  test.each([
    ['denied', 'nothing_arrived', 'fraud'],
    ['denied', 'wrong_goods', 'fraud'],
    ['denied', 'false_attestation', 'false_attestation'],
    ['denied', 'other', 'none'],
    ['denied', 'genuine', 'genuine'],
    ['published', 'genuine', 'genuine'],
    ['approved', 'genuine', 'genuine'],
    ['published', 'nothing_arrived', 'fraud'],
    ['escalated', 'nothing_arrived', 'none'],
    ['held', 'genuine', 'none'],
  ] as const)('of a %s refund found %s is %s', (status, verdict, found) => {
    const told = verdictOf(status, review(vote('rev_1', 'deny', verdict))).verdict;
    expect(told).toBe(found);
  });

  test('is no fraud where they approved all the same', () => {
    const told = verdictOf('published', review(vote('rev_1', 'approve', 'nothing_arrived')));
    expect(told).toStrictEqual({ verdict: 'none', reviewerIds: [] });
  });

  test('names those who agreed with the last verdict, in order, each once', () => {
    const votes = [
      vote('rev_3', 'approve', 'genuine'),
      vote('rev_2', 'deny', 'false_attestation'),
      vote('rev_1', 'deny', 'false_attestation'),
    ];
    expect(verdictOf('denied', review(...votes))).toStrictEqual({
      verdict: 'false_attestation',
      reviewerIds: ['rev_1', 'rev_2'],
    });
  });

  test('is nothing without a review', () => {
    expect(verdictOf('denied', null)).toStrictEqual({ verdict: 'none', reviewerIds: [] });
    expect(verdictOf('denied', review())).toStrictEqual({ verdict: 'none', reviewerIds: [] });
  });
});
