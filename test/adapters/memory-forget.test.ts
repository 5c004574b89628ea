import { describe, expect, it } from 'vitest';
import { noteOnRefund } from '../../lib/app/refund/move-refund.ts';
import { EMPTY_TRAIL } from '../../lib/domain/evidence/scan.ts';
import { EMPTY_PROFILE } from '../../lib/domain/history/subject-history.ts';
import { openReview as newReview } from '../../lib/domain/refund/review.ts';
import { memoryStore } from '../../lib/replay/store/memory-store.ts';
import {
  afterNoon,
  approvedRefund,
  CLERK,
  NOON,
  publishedRefund,
  receivedRefund,
  refundDue,
  sampleBudget,
  sampleOrder,
  sampleScan,
} from './samples.ts';

const DAY = 86_400;

const RESERVED = { refundId: 'rf_1', version: 1, valueMinor: 5, unsupportedMinor: 5 };

async function daysKept(store: ReturnType<typeof memoryStore>): Promise<readonly string[]> {
  return (await store.daysOf(CLERK, '2026-01-01', '2026-12-31')).map(({ day }) => day);
}

/** A store with one refund that was released, its trail, its order and its contribution. */
async function storeWithReleased() {
  const store = memoryStore();
  const received = receivedRefund({ refundId: 'rf_1', rmaId: 'r1', orderId: 'ord_1' });
  const approved = approvedRefund(received);
  const published = publishedRefund(approved);
  await store.createRefund(received);
  await store.appendScan('rma:r1', sampleScan(1));
  await store.saveOrder(sampleOrder(), 0);
  await store.saveRefund(approved, 1);
  await store.saveRefund(published, 2);
  return { store, received, published };
}

describe('a store that need not keep decisions', () => {
  const published = publishedRefund(approvedRefund(receivedRefund({ refundId: 'rf_1' })));

  async function storeWith(refund: typeof published) {
    const store = memoryStore({ keepsDecisions: false });
    await store.createRefund(refund);
    return store;
  }

  it('keeps of one that is at rest all but its decision and the audit before its end', async () => {
    const store = await storeWith(published);
    expect(published.audit.length).toBeGreaterThan(1);
    expect(await store.refund('rf_1', 'strong')).toStrictEqual({
      ...published,
      decision: null,
      audit: published.audit.slice(-1),
    });
  });

  it('keeps of one whose scans are still to come only when it was decided, and by whom', async () => {
    const waiting = { ...published, dueAt: afterNoon(7200).toISOString() };
    const kept = await (await storeWith(waiting)).refund('rf_1', 'strong');
    const { decidedAt, by } = published.decision ?? {};
    expect(kept).toMatchObject({ decision: { decidedAt, by, reasons: [], witnesses: [], inputs: null } });
    expect(kept).toStrictEqual({
      ...waiting,
      decision: kept?.decision,
      audit: published.audit.slice(-1),
    });
  });

  it('keeps all of one that is not released yet', async () => {
    const approved = approvedRefund(receivedRefund({ refundId: 'rf_1' }));
    expect(await (await storeWith(approved)).refund('rf_1', 'strong')).toStrictEqual(approved);
  });

  it('keeps who decided one that was reviewed, for whoever answers too late', async () => {
    const reviewed = { ...published, review: newReview(false) };
    expect(await (await storeWith(reviewed)).refund('rf_1', 'strong')).toStrictEqual(reviewed);
  });
});

describe('forgetting what has ended', () => {
  it('still recognises a repeat and another request under a thinned id', async () => {
    const { store, received, published } = await storeWithReleased();
    store.forget(NOON, afterNoon(3600));
    const { version, status, bodyHash } = published;
    const thinned = { version, status, bodyHash, decision: null, history: null };
    expect(await store.refund('rf_1', 'strong')).toMatchObject(thinned);
    expect(await store.createRefund(received)).toBe('moved');
    expect(await store.saveRefund(published, 2)).toBe('moved');
    expect(await store.order('ord_1', 'strong')).toStrictEqual(sampleOrder());
    expect(store.counts()).toStrictEqual({ refunds: 1, trails: 1, orders: 1, subjects: 0 });
  });

  it('keeps all of a refund as long as its histories may be corrected', async () => {
    const { store, published } = await storeWithReleased();
    store.forget(NOON, afterNoon(1));
    expect(await store.refund('rf_1', 'strong')).toStrictEqual(published);
  });

  it('keeps all of a refund that ended, while scans that were to come are still looked for', async () => {
    const { store, published } = await storeWithReleased();
    const waiting = noteOnRefund(published, { dueAt: afterNoon(7200).toISOString() });
    await store.saveRefund(waiting, published.version);
    store.forget(afterNoon(3600), afterNoon(3600));
    expect(await store.refund('rf_1', 'strong')).toStrictEqual(waiting);
    expect(store.isDueBy(afterNoon(7199).toISOString())).toBe(false);
    expect(store.isDueBy(afterNoon(7200).toISOString())).toBe(true);
    await store.saveRefund(noteOnRefund(waiting, { dueAt: null }), waiting.version);
    store.forget(afterNoon(3600), afterNoon(3600));
    expect(store.counts().refunds).toBe(0);
  });

  it('remembers for good that a refund was decided, once all else of it is dropped', async () => {
    const { store, received, published } = await storeWithReleased();
    for (let time = 0; time < 2; time += 1) store.forget(afterNoon(7200), afterNoon(7200));
    expect(store.counts().refunds).toBe(0);
    const { status, bodyHash } = published;
    expect(await store.refund('rf_1', 'strong')).toMatchObject({ status, bodyHash, decision: null });
    expect(await store.createRefund(received)).toBe('moved');
  });

  it('drops a trail that was scanned again, or was in use, once neither is so any more', async () => {
    const store = memoryStore();
    const received = receivedRefund({ refundId: 'rf_1', rmaId: 'r1' });
    await store.createRefund(received);
    await store.appendScan('rma:r1', sampleScan(1));
    await store.appendScan('rma:r2', sampleScan(1));
    await store.appendScan('rma:r2', sampleScan(9));
    store.forget(afterNoon(5), afterNoon(5));
    expect(store.counts().trails).toBe(2);
    store.forget(afterNoon(10), afterNoon(10));
    expect(store.counts().trails).toBe(1);
    const approved = approvedRefund(received);
    await store.saveRefund(approved, 1);
    await store.saveRefund(publishedRefund(approved), 2);
    store.forget(afterNoon(10), afterNoon(10));
    expect(store.counts().trails).toBe(0);
  });

  it('drops the refund, its trail and its order once it ended before the horizon', async () => {
    const { store } = await storeWithReleased();
    store.forget(afterNoon(3600), afterNoon(3600));
    expect(store.counts()).toStrictEqual({ refunds: 0, trails: 0, orders: 0, subjects: 0 });
  });

  it('keeps what is in flight, and the trail and order it leans on, however old', async () => {
    const { store } = await storeWithReleased();
    const waiting = {
      ...receivedRefund({ refundId: 'rf_2', rmaId: 'r1' }),
      dueAt: afterNoon(120).toISOString(),
    };
    await store.createRefund(waiting);
    const claims = ['rf_1', 'rf_2'].map((refundId) => ({
      refundId,
      amountMinor: 1,
      capturedMinor: 2,
      units: { line_1: 1 },
    }));
    const order = sampleOrder({ version: 2, claims });
    await store.saveOrder(order, 1);
    store.forget(afterNoon(86_400), afterNoon(86_400));
    expect(await store.refund('rf_2', 'strong')).toStrictEqual(waiting);
    expect((await store.trail('rma:r1', 'strong')).scans).toHaveLength(1);
    expect(await store.order('ord_1', 'strong')).toStrictEqual(order);
    expect(store.nextDueAt()).toStrictEqual(afterNoon(120));
  });

  it('drops scans nobody asked for a refund with', async () => {
    const store = memoryStore();
    await store.appendScan('order:o1', sampleScan(1));
    await store.appendScan('order:o2', sampleScan(5));
    store.forget(afterNoon(3), afterNoon(3));
    expect(await store.trail('order:o1', 'strong')).toStrictEqual(EMPTY_TRAIL);
    expect((await store.trail('order:o2', 'strong')).version).toBe(1);
  });

  it('drops the days of a week that takes no more corrections, once they are rolled up', async () => {
    const store = memoryStore();
    const days = ['2026-11-19', '2026-11-20', '2026-11-23'];
    for (const day of days) await store.reserve(sampleBudget({ day }), RESERVED);
    for (const day of days) await store.closeDay(CLERK, day);
    await store.saveProfile(CLERK, { ...EMPTY_PROFILE, version: 1, rolledUpThrough: '2026-11-19' }, 0);
    expect(await daysKept(store)).toStrictEqual(days);
    store.forget(NOON, afterNoon(DAY));
    expect(await daysKept(store)).toStrictEqual(days.slice(1));
    await store.saveProfile(CLERK, { ...EMPTY_PROFILE, version: 2, rolledUpThrough: '2026-11-23' }, 1);
    store.forget(NOON, afterNoon(2 * DAY));
    expect(await daysKept(store)).toStrictEqual(days.slice(1));
    store.forget(NOON, afterNoon(8 * DAY));
    expect(await daysKept(store)).toStrictEqual([]);
  });

  it('keeps folded days of a week that takes corrections, and gives back what was reserved on them', async () => {
    const { store } = await storeWithReleased();
    const day = '2026-11-22';
    await store.reserve(sampleBudget({ day }), RESERVED);
    await store.closeDay(CLERK, day);
    await store.saveProfile(CLERK, { ...EMPTY_PROFILE, version: 1, rolledUpThrough: day }, 0);
    store.forget(NOON, NOON);
    await store.withdraw(CLERK, day, RESERVED);
    expect(await store.daysOf(CLERK, day, day)).toStrictEqual([
      { day, valueMinor: 0, unsupportedMinor: 0, entries: [] },
    ]);
  });

  it('keeps flagged orders and what is known of employees, however long nothing happened', async () => {
    const store = memoryStore();
    const flagged = sampleOrder({ claims: [], flag: { state: 'flagged', at: NOON.toISOString() } });
    await store.saveOrder(flagged, 0);
    await store.saveProfile(CLERK, { ...EMPTY_PROFILE, version: 1 }, 0);
    store.forget(afterNoon(86_400), afterNoon(86_400));
    expect(await store.order('ord_1', 'strong')).toStrictEqual(flagged);
    expect((await store.profile(CLERK, 'strong')).version).toBe(1);
  });
});

describe('the next due time', () => {
  it('is the earliest of all refunds, and none when nothing is due any more', async () => {
    const { store } = await storeWithReleased();
    expect(store.nextDueAt()).toBeUndefined();
    await store.createRefund(refundDue('rf_3', 130));
    await store.createRefund(refundDue('rf_2', 125));
    expect(store.nextDueAt()).toStrictEqual(afterNoon(125));
  });
});
