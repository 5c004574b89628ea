import database from 'dynalite/db/index.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CorruptItemError } from '../../lib/adapters/aws/corrupt-item-error.ts';
import type { Item } from '../../lib/adapters/aws/item-reader.ts';
import { refundFromItem, refundToItem } from '../../lib/adapters/aws/refund-item.ts';
import { isAuditIntact } from '../../lib/app/refund/audit-chain.ts';
import type { Refund } from '../../lib/app/refund/refund-row.ts';
import { approvedRefund, escalatedRefund, publishedRefund, receivedRefund } from './samples.ts';

const received = receivedRefund();
const approved = approvedRefund(received);
const published = publishedRefund(approved);
const escalated = escalatedRefund(received, 24_950);

/** The bytes DynamoDB bills for. */
function bytesOf(refund: Refund): number {
  return database.itemSize(JSON.parse(JSON.stringify(refundToItem(refund))));
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

  it('is written as it always was: what stands in the table is read by every later version', () => {
    const { audit, decision, history, policyHash, request } = refundToItem(approved);
    expect(audit?.L?.[1]?.S).toMatch(
      /^\["2026-11-22T12:00:01\.500Z","policy","approved",\["A01_EVIDENCE_SUFFICES"\],"[\w-]{22}","[\w-]{43}"\]$/,
    );
    const start = '["approved","2026-11-22T12:00:01.500Z","policy",[1,2],[["A01_EVIDENCE_SUFFICES"]],';
    expect(decision?.S?.startsWith(`${start}[["dock_ham2_3","sensor",["dock","weight_match"],true],[`)).toBe(
      true,
    );
    expect(decision?.S).toContain(',["PzhVHSZcVNk",9],[24950,6,"5f5f5f5f5f5f5f5f",[[1,0.93,0.15,0.95],[3,');
    expect(request?.S).toMatch(
      /^\["ord_7781034521","cus_99120345","DE","returned",\["EUR",24950\],\["EUR",24950\],/,
    );
    expect(history?.S).toBe('[1,0,0,0]');
    expect(policyHash?.S).toBe(`sha256-${'X19f'.repeat(10)}X18`);
  });

  it('takes one write unit when it enters and two until its release, with every field of a request', () => {
    expect(bytesOf(received)).toBeLessThan(800);
    expect(bytesOf(approved)).toBeLessThan(1850);
    expect(bytesOf(published)).toBeLessThan(1950);
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
  const without = (name: string): Item =>
    Object.fromEntries(Object.entries(refundToItem(approved)).filter(([key]) => key !== name));

  it.each(['version', 'status', 'request', 'policyHash', 'receivedAt', 'audit'])(
    'is refused when "%s" is missing',
    (name) => {
      expect(() => refundFromItem(without(name))).toThrow(
        new CorruptItemError({ pk: 'REFUND#rf_01JD8Z6V3K', sk: 'STATE' }, `"${name}" is missing`),
      );
    },
  );

  it.each<[string, Item]>([
    ['a status nobody knows', { status: { S: 'paid' } }],
    ['a status that is a name every object has', { status: { S: 'constructor' } }],
    ['an outbox nobody knows', { outbox: { S: 'money' } }],
    ['a version that is no whole number', { version: { N: '1.5' } }],
    ['a request that is no JSON', { request: { S: '{' } }],
    ['a request of another shape', { request: { S: '{"amount":1}' } }],
    ['a decision of another shape', { decision: { S: '{"outcome":"approved"}' } }],
    ['a decision with a reason nobody knows', { decision: { S: '["approved","2026",1,[1,2],[["X"]]]' } }],
    [
      'a basis that is none',
      { decision: { S: `${String(refundToItem(approved)['decision']?.S).replace('24950', '"x"')}` } },
    ],
    ['a history of a claim nobody knows', { history: { S: '[1,9,0,0]' } }],
    ['a history that is no list', { history: { S: '{}' } }],

    ['an audit entry that is no JSON', { audit: { L: [{ S: 'x' }] } }],
    ['an audit entry that is no text', { audit: { L: [{ N: '1' }] } }],
    ['a key of another kind', { pk: { S: 'ORDER#1' } }],
  ])('is refused for %s', (_what, attributes) => {
    expect(() => refundFromItem({ ...refundToItem(approved), ...attributes })).toThrow(CorruptItemError);
  });
});
