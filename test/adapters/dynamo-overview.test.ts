import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { CorruptItemError } from '../../lib/adapters/aws/corrupt-item-error.ts';
import { dynamoOverview } from '../../lib/adapters/aws/dynamo-overview.ts';
import { type CapacityUse, dynamoTable } from '../../lib/adapters/aws/dynamo-table.ts';
import type { Item } from '../../lib/adapters/aws/item-reader.ts';
import { refundToItem } from '../../lib/adapters/aws/refund-item.ts';
import type { OverviewStore } from '../../lib/app/overview/overview-store.ts';
import { type Move, moveRefund } from '../../lib/app/refund/move-refund.ts';
import { KEPT_DAYS } from '../../lib/domain/overview/decided-days.ts';
import { countOpen } from '../../lib/domain/overview/open-counts.ts';
import { dayOf, dayOfNumber } from '../../lib/domain/shared/calendar.ts';
import { asked, fullChain } from '../app/events.ts';
import { Harness } from '../app/harness.ts';
import { type DynaliteServer, startDynalite } from './dynalite-table.ts';
import {
  afterNoon,
  approvedRefund,
  escalatedRefund,
  NOON,
  publishedRefund,
  receivedRefund,
} from './samples.ts';

let server: DynaliteServer;
let table: string;
let store: OverviewStore;
let uses: CapacityUse[];

beforeAll(async () => {
  server = await startDynalite();
});
beforeEach(async () => {
  table = await server.createTable();
  uses = [];
  store = dynamoOverview(dynamoTable({ client: server.client, table, meter: (use) => uses.push(use) }));
});
afterEach(() => {
  vi.restoreAllMocks();
});
afterAll(() => server.stop());

async function put(Item: Item): Promise<void> {
  await server.client.send(new PutItemCommand({ TableName: table, Item: { ...Item } }));
}

const open = (refundId: string, baseMinor: number | null, lossMinor = 100) =>
  put(refundToItem(escalatedRefund(receivedRefund({ refundId }), baseMinor, lossMinor)));

describe('the reviews that are counted', () => {
  test('are those under review, with what they are worth and may cost, and no other refunds', async () => {
    await open('re_a', 500, 20);
    await open('re_b', null);
    await put(refundToItem(publishedRefund(approvedRefund(receivedRefund({ refundId: 're_c' })))));
    expect(await store.reviewsWaiting(10)).toStrictEqual({
      reviews: [
        { askedAt: NOON.toISOString(), baseMinor: null, expectedLossMinor: null },
        { askedAt: NOON.toISOString(), baseMinor: 500, expectedLossMinor: 20 },
      ],
      more: false,
    });
  });

  test('are at most as many as asked for, those that may cost most, and then it says that there may be more', async () => {
    for (const [id, loss] of [
      ['re_a', 1],
      ['re_b', 3],
      ['re_c', 2],
    ] as const)
      await open(id, 500, loss);
    const { reviews, more } = await store.reviewsWaiting(2);
    expect(reviews.map(({ expectedLossMinor }) => expectedLossMinor)).toStrictEqual([3, 2]);
    expect(more).toBe(true);
    expect((await store.reviewsWaiting(4)).more).toBe(false);
  });

  test('are counted past an entry that cannot be read, which is logged', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const keys = { sk: { S: 'STATE' }, reviewQueue: { S: 'open' }, reviewRank: { N: '9' } };
    await put({ ...keys, pk: { S: 'REFUND#re_old' } });
    await put({ ...keys, pk: { S: 'REFUND#re_when' }, reviewAskedAt: { S: 'yesterday' } });
    await put({ ...keys, pk: { S: 'FOO#1' }, reviewAskedAt: { S: NOON.toISOString() } });
    await open('re_a', 500);
    expect((await store.reviewsWaiting(10)).reviews).toHaveLength(1);
    expect(logged).toHaveBeenCalledWith(expect.objectContaining({ unreadable: 3 }));
  });
});

describe('the numbers of the open reviews', () => {
  const counted = (seconds: number) => countOpen([], { now: afterNoon(seconds), more: false });

  test('come back as they were kept, in one read', async () => {
    expect(await store.openCounts()).toBe(undefined);
    await store.saveOpenCounts(counted(0));
    uses.length = 0;
    expect(await store.openCounts()).toStrictEqual(counted(0));
    expect(uses).toStrictEqual([{ operation: 'GetItem', units: 0.5 }]);
  });

  test('are never replaced by older ones: two sweeps may overlap', async () => {
    for (const seconds of [60, 0, 30]) await store.saveOpenCounts(counted(seconds));
    expect(await store.openCounts()).toStrictEqual(counted(60));
    await store.saveOpenCounts(counted(61));
    expect(await store.openCounts()).toStrictEqual(counted(61));
  });

  test('are a fault when they are damaged', async () => {
    const key = { pk: { S: 'OVERVIEW' }, sk: { S: 'OPEN' } };
    await put({ ...key, asOf: { S: NOON.toISOString() }, counts: { S: '{"open":-1}' } });
    await expect(store.openCounts()).rejects.toThrow(CorruptItemError);
  });
});

describe('what people decided', () => {
  const decided = (refundId: string, status: 'approved' | 'denied', at: Date) => {
    const seen = escalatedRefund(receivedRefund({ refundId }), 500);
    const { decision, dueAt } = seen;
    const move: Move = { status, decision, outbox: null, dueAt, by: 'reviewer:ana', at };
    return moveRefund(seen, move);
  };

  test('is counted by day and outcome from the refunds, also when they went on since', async () => {
    await put(refundToItem(publishedRefund(decided('re_a', 'approved', NOON))));
    await put(refundToItem(decided('re_b', 'approved', NOON)));
    await put(refundToItem(decided('re_c', 'denied', NOON)));
    await put(refundToItem(decided('re_d', 'approved', afterNoon(86_400))));
    await put(refundToItem(approvedRefund(receivedRefund({ refundId: 're_e' }))));
    await open('re_f', 500);
    expect(await store.decidedOn('2026-11-22', 'approved', 10)).toBe(2);
    expect(await store.decidedOn('2026-11-22', 'denied', 10)).toBe(1);
    expect(await store.decidedOn('2026-11-23', 'approved', 10)).toBe(1);
    expect(await store.decidedOn('2026-11-22', 'approved', 1)).toBe(1);
    expect((await store.reviewsWaiting(10)).reviews).toHaveLength(1);
  });

  test.each([
    ['approve', 'genuine', 'approved'],
    ['deny', 'nothing_arrived', 'denied'],
  ] as const)('is counted from the row that a review leaves: %s', async (decision, verdict, outcome) => {
    const gate = new Harness();
    const amount = { currency: 'EUR', minor: 600_000 };
    await gate.deliver(...fullChain(), asked({ amount, captured: amount }));
    expect(refundToItem(await gate.row())['reviewQueue']).toStrictEqual({ S: 'open' });
    await gate.review({ reviewerId: 'rev_1', decision, verdict });
    const day = dayOf(gate.now);
    for (const _ of ['after the answer', 'after the gate went on']) {
      await put(refundToItem(await gate.row()));
      expect(await store.decidedOn(day, outcome, 10)).toBe(1);
      await gate.run();
    }
  });

  test('comes back by day as it was kept, and later days are never lost', async () => {
    expect(await store.decidedDays()).toBe(undefined);
    const days = { through: '2026-11-22', days: [{ day: '2026-11-22', approved: 2, denied: 1 }] };
    await store.saveDecidedDays(days);
    await store.saveDecidedDays({ through: '2026-11-21', days: [] });
    expect(await store.decidedDays()).toStrictEqual(days);
    const again = { ...days, days: [{ day: '2026-11-22', approved: 3, denied: 1 }] };
    await store.saveDecidedDays(again);
    expect(await store.decidedDays()).toStrictEqual(again);
  });

  test('takes one read of a unit at most, also after a quarter with decisions each day', async () => {
    const days = Array.from({ length: KEPT_DAYS }, (_, index) => ({
      day: dayOfNumber(20_000 + index),
      approved: 25_000,
      denied: 25_000,
    }));
    await store.saveDecidedDays({ through: dayOfNumber(20_089), days });
    uses.length = 0;
    expect((await store.decidedDays())?.days).toHaveLength(KEPT_DAYS);
    expect(uses).toStrictEqual([{ operation: 'GetItem', units: 1 }]);
  });
});
