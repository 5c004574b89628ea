import database from 'dynalite/db/index.js';
import { describe, expect, it } from 'vitest';
import { CorruptItemError } from '../../lib/adapters/aws/corrupt-item-error.ts';
import type { Item } from '../../lib/adapters/aws/item-reader.ts';
import { refundFromItem, refundToItem } from '../../lib/adapters/aws/refund-item.ts';
import { isAuditIntact, type Refund } from '../../lib/app/refund.ts';
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
    const { audit, decision, request } = refundToItem(approved);
    expect(audit?.L?.[1]?.S).toMatch(
      /^\["2026-11-22T12:00:01\.500Z","policy","approved",\["A01_EVIDENCE_SUFFICES"\],"[\w-]{22}","[\w-]{43}"\]$/,
    );
    expect(decision?.S).toContain('"witnesses":[["dock_ham2_3","sensor",["dock","weight_match"],true],[');
    expect(request?.S).toMatch(/^\{"orderId":"ord_7781034521","rmaId":"rma_55120034",/);
  });

  it('takes no more than two write units from its entry to its release, with every field of a request', () => {
    expect(bytesOf(received)).toBeLessThan(1100);
    expect(bytesOf(approved)).toBeLessThan(1800);
    expect(bytesOf(published)).toBeLessThan(1800);
  });

  it('is in the due index only while it is due, and in the review index only while it is in review', () => {
    expect(refundToItem(approved)).toMatchObject({ dueQueue: { S: 'refund' }, dueAt: { S: approved.dueAt } });
    expect(refundToItem(published)).not.toHaveProperty('dueQueue');
    expect(refundToItem(published)).not.toHaveProperty('dueAt');
    expect(refundToItem(approved)).not.toHaveProperty('reviewQueue');
    expect(refundToItem(escalated)).toMatchObject({
      reviewQueue: { S: 'open' },
      reviewRank: { N: '24950' },
    });
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
    ['a decision with a reason nobody knows', { decision: { S: '{"outcome":"approved"}' } }],
    ['an audit entry that is no JSON', { audit: { L: [{ S: 'x' }] } }],
    ['an audit entry that is no text', { audit: { L: [{ N: '1' }] } }],
    ['a key of another kind', { pk: { S: 'ORDER#1' } }],
  ])('is refused for %s', (_what, attributes) => {
    expect(() => refundFromItem({ ...refundToItem(approved), ...attributes })).toThrow(CorruptItemError);
  });
});
