import { readFileSync } from 'node:fs';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import database from 'dynalite/db/index.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CorruptItemError } from '../../lib/adapters/aws/corrupt-item-error.ts';
import type { Item } from '../../lib/adapters/aws/item-reader.ts';
import { refundFromItem, refundToItem } from '../../lib/adapters/aws/refund-item.ts';
import { isAuditIntact } from '../../lib/app/refund/audit-chain.ts';
import type { RefundBody } from '../../lib/contracts/stored-refund.ts';
import type { Refund } from '../../lib/domain/refund/refund.ts';
import { approvedRefund, escalatedRefund, publishedRefund, receivedRefund } from './samples.ts';

const received = receivedRefund();
const approved = approvedRefund(received);
const published = publishedRefund(approved);
const escalated = escalatedRefund(received, 24_950);

/** The bytes DynamoDB bills for. */
function bytesOf(refund: Refund): number {
  const { body, ...item } = refundToItem(refund);
  const onTheWire = { ...item, body: { B: Buffer.from(body?.B ?? '').toString('base64') } };
  return database.itemSize(JSON.parse(JSON.stringify(onTheWire)));
}

describe('a refund as an item', () => {
  it.each([received, approved, published, escalated])('comes back as it went in when $status', (refund) => {
    const back = refundFromItem(refundToItem(refund));
    expect(back).toStrictEqual(refund);
    expect(isAuditIntact(back)).toBe(true);
  });

  it('keeps what is true only of few: two reviewers, a review under way, no value in the base currency', () => {
    const review = {
      tier: 2,
      quorum: 2,
      slaAt: '2026-11-22T16:00:00.000Z',
      token: 't'.repeat(600),
      votes: [],
    };
    const rare = { ...escalated, twoReviewers: true, review, baseMinor: null };
    expect(refundFromItem(refundToItem(rare))).toStrictEqual(rare);
  });

  // Version 1, written once and never edited: every later version of the gate has to read it.
  it('of version 1 is read as it was written', () => {
    const { body, refund } = JSON.parse(
      readFileSync(new URL('rows/refund-v1.json', import.meta.url), 'utf8'),
    ) as { readonly body: string; readonly refund: Refund };
    const item = { ...refundToItem(refund), body: { B: Buffer.from(body, 'base64') } };
    expect(refundFromItem(item)).toStrictEqual(refund);
    expect(isAuditIntact(refund)).toBe(true);
  });

  it('takes one write unit when it enters and two until its release, with every field of a request', () => {
    expect(bytesOf(received)).toBeLessThan(800);
    expect(bytesOf(approved)).toBeLessThan(1600);
    expect(bytesOf(published)).toBeLessThan(1600);
  });

  it('keeps what is told of few: another hour of asking, a weight, a shadow, a broken rule, other people', () => {
    const { decision, history } = approved;
    if (decision?.inputs == null || history === null) throw new Error('The sample has no decision.');
    const shadow = { policyHash: 'sha256:1', outcome: 'hold', fraudProbability: null } as const;
    const reasons = [{ code: 'W01_BASE_RATE', facts: { list: ['a'] }, weightDb: -1.5 }] as const;
    const told: Refund = {
      ...approved,
      askedAt: '2026-11-20T08:00:00.000Z',
      policyHash: 'short',
      contradictedBy: ['weight_mismatch'],
      history: { ...history, day: '2026-11-20', customerId: 'c', verdict: 'fraud' },
      decision: {
        ...decision,
        reasons,
        shadow,
        waitingFor: ['dock'],
        dueAt: '2026-11-25T12:00:00.000Z',
        inputs: { ...decision.inputs, broken: ['R6', 'R7'] },
      },
    };
    expect(refundFromItem(refundToItem(told))).toStrictEqual(told);
  });

  it('keeps every number of its decision to the bit', () => {
    const { decision } = approved;
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        const scores = { fraudProbability: number, evidence: -number, expectedLossMinor: 1 };
        const refund = { ...approved, decision: decision && { ...decision, scores } };
        const back = refundFromItem(refundToItem(refund)).decision?.scores;
        expect(back?.fraudProbability).toBe(number === 0 ? 0 : number);
        expect(back?.evidence).toBe(number === 0 ? 0 : -number);
      }),
    );
  });

  it('is in the due index only while it is due, and in the review index only while it is in review', () => {
    expect(refundToItem(approved)).toMatchObject({ dueQueue: { S: 'refund' }, dueAt: { S: approved.dueAt } });
    expect(refundToItem(published)).not.toHaveProperty('dueQueue');
    expect(refundToItem(published)).not.toHaveProperty('dueAt');
    expect(refundToItem(approved)).not.toHaveProperty('reviewQueue');
    expect(refundToItem(escalated)).toMatchObject({
      reviewQueue: { S: 'open' },
      reviewRank: { N: '100' },
    });
  });

  it('has what is counted of open reviews only while it is in review, and no value where none is known', () => {
    const counted = ['reviewAskedAt', 'reviewBaseMinor'];
    expect(counted.filter((name) => name in refundToItem(approved))).toStrictEqual([]);
    expect(refundToItem(escalated)).toMatchObject({
      reviewAskedAt: { S: escalated.askedAt },
      reviewBaseMinor: { N: '24950' },
    });
    const unvalued = refundToItem(escalatedRefund(received, null));
    expect(counted.filter((name) => name in unvalued)).toStrictEqual(['reviewAskedAt']);
  });

  it.each([
    [24_950, 100, '100'],
    [24_950, 0, '0'],
    [24_950, 90_000, '90000'],
  ])('ranks in the review index by what it is expected to cost', (baseMinor, lossMinor, rank) => {
    const item = refundToItem(escalatedRefund(received, baseMinor, lossMinor));
    expect(item['reviewRank']).toStrictEqual({ N: rank });
  });

  it('ranks by all of its value when there is no probability', () => {
    const { decision } = escalated;
    const unweighed = { ...escalated, decision: decision && { ...decision, scores: null } };
    expect(refundToItem(unweighed)['reviewRank']).toStrictEqual({ N: '24950' });
  });

  it('ranks first in the review index when nobody could value it', () => {
    const unknown = refundToItem(escalatedRefund(received, null));
    expect(unknown['reviewRank']).toStrictEqual({ N: String(Number.MAX_SAFE_INTEGER) });
  });
});

describe('an item that is no refund', () => {
  const item = refundToItem(approved);
  const body: RefundBody & { readonly v: number } = JSON.parse(
    inflateRawSync(item['body']?.B ?? Buffer.of()).toString(),
  );
  const withBody = (change: object): Item => ({
    ...item,
    body: { B: deflateRawSync(JSON.stringify({ ...body, ...change })) },
  });
  const problemOf = (bad: Item): string => {
    try {
      refundFromItem(bad);
    } catch (error) {
      if (error instanceof CorruptItemError) return error.message;
    }
    return 'none';
  };

  it.each(['version', 'status', 'body'])('is refused when "%s" is missing', (name) => {
    const without = Object.fromEntries(Object.entries(item).filter(([key]) => key !== name));
    expect(problemOf(without)).toContain(`REFUND#rf_01JD8Z6V3K / STATE cannot be read: "${name}" is missing`);
  });

  it.each(Object.keys(body))('is refused when "%s" is missing in its body', (name) => {
    expect(problemOf(withBody({ [name]: undefined }))).toContain('"body"');
  });

  it.each<[string, Item, string]>([
    ['a status nobody knows', { ...item, status: { S: 'paid' } }, '"status" is "paid"'],
    ['a status that every object has', { ...item, status: { S: 'constructor' } }, '"status" is'],
    ['an outbox nobody knows', withBody({ outbox: 'money' }), '"body".outbox'],
    ['a version that is no whole number', { ...item, version: { N: '1.5' } }, '"version" is no whole number'],
    ['a body that is no binary', { ...item, body: { S: '{}' } }, '"body" is no binary'],
    [
      'a body that is not deflated',
      { ...item, body: { B: Buffer.from('{}') } },
      '"body" has version undefined',
    ],
    [
      'a body of a later version',
      withBody({ v: 2 }),
      '"body" has version 2; this version of the gate reads 1',
    ],
    ['a request of another shape', withBody({ request: { amount: 1 } }), '"body".request.refundId'],
    [
      'a request of another refund',
      withBody({ request: { ...body.request, refundId: 'rf_2' } }),
      '"body" is of another refund',
    ],
    ['a decision of another shape', withBody({ decision: { outcome: 'approved' } }), '"body".decision'],
    [
      'a reason nobody knows',
      withBody({ decision: { ...body.decision, reasons: [{ code: 'X', facts: {} }] } }),
      '"body".decision.reasons.0.code',
    ],
    [
      'inputs that are none',
      withBody({ decision: { ...body.decision, inputs: { ...body.decision?.inputs, baseMinor: 'x' } } }),
      '"body".decision.inputs.baseMinor',
    ],
    [
      'a history of a claim nobody knows',
      withBody({ history: { ...body.history, claim: 'x' } }),
      '"body".history',
    ],
    ['an audit entry that is none', withBody({ audit: ['x'] }), '"body".audit.0'],
    ['a key of another kind', { ...item, pk: { S: 'ORDER#1' } }, 'it is no refund'],
  ])('is refused for %s', (_what, bad, problem) => {
    expect(problemOf(bad)).toContain(problem);
  });
});
