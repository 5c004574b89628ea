import { expect, it } from 'vitest';
import { VersionError } from '../../lib/adapters/store-rules.ts';
import type { Store } from '../../lib/app/ports.ts';
import { noteOnRefund } from '../../lib/app/refund/move-refund.ts';
import { mayFollow, type RefundStatus } from '../../lib/domain/refund/status.ts';
import {
  afterNoon,
  approvedRefund,
  HOSTILE_IDS,
  publishedRefund,
  receivedRefund,
  refundDue,
  refundIn,
} from './samples.ts';

const STATUSES: readonly RefundStatus[] = [
  'received',
  'held',
  'escalated',
  'approved',
  'published',
  'denied',
];

/** Describes what a store does with refunds. */
export function describeRefunds(store: () => Store): void {
  it('answers nothing for a refund that never entered', async () => {
    expect(await store().refund('rf_unknown', 'strong')).toBeUndefined();
  });

  it('keeps a refund from entry to release as it was written', async () => {
    const received = receivedRefund();
    expect(await store().createRefund(received)).toBe('saved');
    const approved = approvedRefund(received);
    expect(await store().saveRefund(approved, 1)).toBe('saved');
    expect(await store().refund(received.refundId, 'strong')).toStrictEqual(approved);
    const published = publishedRefund(approved);
    expect(await store().saveRefund(published, 2)).toBe('saved');
    expect(await store().refund(received.refundId, 'eventual')).toStrictEqual(published);
  });

  it('does not let a second request in under a known id', async () => {
    const first = receivedRefund();
    await store().createRefund(first);
    const second = receivedRefund({ customerId: 'cus_other' }, afterNoon(1));
    expect(await store().createRefund(second)).toBe('moved');
    expect(await store().refund(first.refundId, 'strong')).toStrictEqual(first);
  });

  it('takes the very same write again for its own', async () => {
    const received = receivedRefund();
    expect(await store().createRefund(received)).toBe('saved');
    expect(await store().createRefund(received)).toBe('saved');
    const approved = approvedRefund(received);
    expect(await store().saveRefund(approved, 1)).toBe('saved');
    expect(await store().saveRefund(approved, 1)).toBe('saved');
  });

  it('refuses a write that saw an older version', async () => {
    const received = receivedRefund();
    await store().createRefund(received);
    const noted = noteOnRefund(received, { dueAt: afterNoon(500).toISOString() });
    expect(await store().saveRefund(noted, 1)).toBe('saved');
    expect(await store().saveRefund(approvedRefund(received), 1)).toBe('moved');
    expect(await store().refund(received.refundId, 'strong')).toStrictEqual(noted);
  });

  it('refuses to save a refund that never entered', async () => {
    expect(await store().saveRefund(approvedRefund(receivedRefund()), 1)).toBe('moved');
  });

  it('faults on a write that does not carry the next version', async () => {
    const received = receivedRefund();
    await store().createRefund(received);
    await expect(store().saveRefund({ ...received, dueAt: null }, 1)).rejects.toThrow(VersionError);
    await expect(store().saveRefund(approvedRefund(received), 0)).rejects.toThrow(VersionError);
  });

  it.each(STATUSES)('lets nothing follow %s that may not', async (from) => {
    for (const to of STATUSES) {
      const refundId = `rf_${from}_${to}`;
      const seen = refundIn(from, refundId, 1);
      await store().createRefund(seen);
      const legal = from === to || mayFollow(from, to);
      expect(await store().saveRefund(refundIn(to, refundId, 2), 1)).toBe(legal ? 'saved' : 'moved');
      const stands = await store().refund(refundId, 'strong');
      expect(stands?.status).toBe(legal ? to : from);
    }
  });

  it('keeps hostile ids apart', async () => {
    for (const refundId of HOSTILE_IDS) {
      expect(await store().refund(refundId, 'strong')).toBeUndefined();
      const lines = [{ lineId: refundId, sku: refundId, quantity: 1 }];
      const refund = receivedRefund({ refundId, lines });
      expect(await store().createRefund(refund)).toBe('saved');
      expect(await store().refund(refundId, 'strong')).toStrictEqual(refund);
    }
  });

  it('lists what is due, oldest first, up to the limit, and nothing that is not', async () => {
    const dueIn = [300, 100, 200, 50, 400];
    for (const seconds of dueIn) await store().createRefund(refundDue(`rf_${seconds}`, seconds));
    const due = (seconds: number, limit: number) => store().refundsDue(afterNoon(seconds), limit);
    expect(await due(49, 10)).toStrictEqual([]);
    expect(await due(300, 10)).toStrictEqual(['rf_50', 'rf_100', 'rf_200', 'rf_300']);
    expect(await due(300, 2)).toStrictEqual(['rf_50', 'rf_100']);
    expect(await due(300, 2)).toStrictEqual(['rf_50', 'rf_100']);
  });

  it('takes a refund off the list when its due time moves or ends', async () => {
    const received = receivedRefund();
    await store().createRefund(received);
    const approved = approvedRefund(received);
    const later = { ...approved, dueAt: afterNoon(900).toISOString() };
    await store().saveRefund(later, 1);
    expect(await store().refundsDue(afterNoon(899), 10)).toStrictEqual([]);
    expect(await store().refundsDue(afterNoon(900), 10)).toStrictEqual([received.refundId]);
    await store().saveRefund(publishedRefund(later), 2);
    expect(await store().refundsDue(afterNoon(9000), 10)).toStrictEqual([]);
  });

  it('lists a refund once whose due time went away and came back', async () => {
    const received = refundDue('rf_1', 120);
    await store().createRefund(received);
    const away = noteOnRefund(received, { dueAt: afterNoon(700).toISOString() });
    await store().saveRefund(away, 1);
    await store().saveRefund(noteOnRefund(away, { dueAt: received.dueAt }), 2);
    expect(await store().refundsDue(afterNoon(119), 10)).toStrictEqual([]);
    expect(await store().refundsDue(afterNoon(120), 10)).toStrictEqual(['rf_1']);
  });
}
