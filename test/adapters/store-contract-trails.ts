import { expect, it } from 'vitest';
import type { Store } from '../../lib/app/ports.ts';
import {
  EMPTY_TRAIL,
  MAX_IGNORED_PER_TRAIL,
  MAX_SCANS_PER_TRAIL,
  MAX_WAITING_PER_TRAIL,
  SET_ASIDE,
} from '../../lib/domain/evidence/scan.ts';
import { HOSTILE_IDS, sampleScan } from './samples.ts';

/** Describes what a store does with trails of scans, and with those who wait for one. */
export function describeTrails(store: () => Store): void {
  it('answers an empty trail of version 0 for a return nobody scanned', async () => {
    expect(await store().trail('rma:1', 'strong')).toStrictEqual(EMPTY_TRAIL);
  });

  it('keeps scans in the order they happened, one version more with each', async () => {
    for (const number of [2, 1, 3]) {
      const appended = await store().appendScan('rma:1', sampleScan(number));
      expect(appended).toStrictEqual({ result: 'appended', waiting: [] });
    }
    const trail = await store().trail('rma:1', 'strong');
    expect(trail).toStrictEqual({
      ...EMPTY_TRAIL,
      version: 3,
      scans: [1, 2, 3].map((one) => sampleScan(one)),
    });
  });

  it('keeps a scan with every field as it came', async () => {
    const scan = sampleScan(1, {
      eventId: 'urn:uuid:1f0c',
      grams: 612.35,
      serials: ['__proto__', 'SN1'],
      delivery: { gps: true, photo: false, pin: true },
      photos: ['a'.repeat(64)],
      voids: true,
    });
    await store().appendScan('rma:1', scan);
    expect((await store().trail('rma:1', 'strong')).scans).toStrictEqual([scan]);
  });

  it.each(['a b', '', 'evt_1', '__proto__'])(
    'keeps the id "%s" of a scan whose key does not end in it',
    async (id) => {
      const scans = ['urn:source other', 'urn:source a b', 'source'].map((key) => sampleScan(1, { key, id }));
      for (const scan of scans) await store().appendScan('rma:1', scan);
      const kept = (await store().trail('rma:1', 'strong')).scans;
      expect(new Set(kept)).toStrictEqual(new Set(scans));
    },
  );

  it('takes the same scan twice for one, whatever the order of its fields', async () => {
    const scan = sampleScan(1);
    await store().appendScan('rma:1', scan);
    const reordered = Object.fromEntries(Object.entries(scan).toReversed());
    const again = await store().appendScan('rma:1', { ...scan, ...reordered });
    expect(again.result).toBe('repeated');
    expect((await store().trail('rma:1', 'strong')).version).toBe(1);
  });

  it('adds what a repeat has more of, keeps what it leaves out, and replaces a time that it corrects', async () => {
    await store().awaitScans('rma:1', 'rf_1', 0);
    const waiting = ['rf_1'];
    const [first, more] = [sampleScan(1, { eventId: 'urn:1' }), sampleScan(1, { grams: 2 })];
    const { at } = sampleScan(3);
    await store().appendScan('rma:1', first);
    await store().appendScan('rma:1', sampleScan(2));
    expect(await store().appendScan('rma:1', more)).toStrictEqual({ result: 'appended', waiting });
    expect(await store().appendScan('rma:1', more)).toStrictEqual({ result: 'repeated', waiting });
    expect(await store().appendScan('rma:1', { ...more, at })).toStrictEqual({ result: 'appended', waiting });
    expect((await store().appendScan('rma:1', first)).result).toBe('repeated');
    const corrected = { ...first, grams: 2, at, correctedFrom: [first.at] };
    expect(await store().trail('rma:1', 'strong')).toStrictEqual({
      ...EMPTY_TRAIL,
      version: 4,
      scans: [sampleScan(2), corrected],
    });
  });

  it('marks a trail once when one event id comes with other content, and keeps the first', async () => {
    await store().appendScan('rma:1', sampleScan(1));
    const other = sampleScan(1, { step: 'departing' });
    expect((await store().appendScan('rma:1', other)).result).toBe('conflict');
    expect((await store().appendScan('rma:1', other)).result).toBe('conflict');
    expect((await store().appendScan('rma:1', sampleScan(1))).result).toBe('repeated');
    const trail = await store().trail('rma:1', 'strong');
    expect(trail).toStrictEqual({ ...EMPTY_TRAIL, version: 2, scans: [sampleScan(1)], conflicted: true });
  });

  it('marks a full trail once and keeps no more scans', { timeout: 120_000 }, async () => {
    for (let number = 1; number <= MAX_SCANS_PER_TRAIL; number += 1) {
      const { result } = await store().appendScan('rma:1', sampleScan(number));
      expect(result).toBe('appended');
    }
    expect((await store().trail('rma:1', 'strong')).overflowed).toBe(false);
    expect((await store().appendScan('rma:1', sampleScan(9001))).result).toBe('overflow');
    expect((await store().appendScan('rma:1', sampleScan(9002))).result).toBe('overflow');
    expect((await store().appendScan('rma:1', sampleScan(7))).result).toBe('repeated');
    const trail = await store().trail('rma:1', 'strong');
    expect(trail.scans).toHaveLength(MAX_SCANS_PER_TRAIL);
    expect(trail.overflowed).toBe(true);
    expect(trail.version).toBe(MAX_SCANS_PER_TRAIL + 1);
  });

  it.each(SET_ASIDE)(
    'keeps the first scans apart, in order, and leaves the trail as it is: %s',
    async (why) => {
      const [other] = SET_ASIDE.filter((one) => one !== why);
      await store().awaitScans('rma:1', 'rf_1', 0);
      const scans = Array.from({ length: MAX_IGNORED_PER_TRAIL + 1 }, (_, at) => sampleScan(at + 1));
      const results: string[] = [];
      for (const scan of scans) results.push(await store().ignoreScan('rma:1', scan, why));
      expect(results.indexOf('full')).toBe(MAX_IGNORED_PER_TRAIL);
      expect(new Set(results.slice(0, MAX_IGNORED_PER_TRAIL))).toStrictEqual(new Set(['kept']));
      expect(await store().ignoreScan('rma:1', sampleScan(1, { grams: 1 }), why)).toBe('repeated');
      expect(await store().ignoredScans('rma:1', why)).toStrictEqual(scans.slice(0, MAX_IGNORED_PER_TRAIL));
      expect(await store().ignoredScans('rma:2', why)).toStrictEqual([]);
      expect(await store().ignoredScans('rma:1', other ?? why)).toStrictEqual([]);
      expect(await store().trail('rma:1', 'strong')).toStrictEqual(EMPTY_TRAIL);
      const real = await store().appendScan('rma:1', sampleScan(1, { grams: 2 }));
      expect(real).toStrictEqual({ result: 'appended', waiting: ['rf_1'] });
    },
  );

  it('lets no refund wait on a version that a scan has passed', async () => {
    await store().appendScan('rma:1', sampleScan(1));
    const judged = await store().trail('rma:1', 'eventual');
    await store().appendScan('rma:1', sampleScan(2));
    expect(await store().awaitScans('rma:1', 'rf_1', judged.version)).toBe('moved');
    expect((await store().appendScan('rma:1', sampleScan(3))).waiting).toStrictEqual([]);
  });

  it('tells a scan who waits, and a repeat of it too', async () => {
    await store().appendScan('rma:1', sampleScan(1));
    expect(await store().awaitScans('rma:1', 'rf_2', 1)).toBe('saved');
    expect(await store().awaitScans('rma:1', 'rf_1', 1)).toBe('saved');
    expect(await store().awaitScans('rma:1', 'rf_1', 1)).toBe('saved');
    const waiting = ['rf_1', 'rf_2'];
    expect(await store().appendScan('rma:1', sampleScan(2))).toStrictEqual({ result: 'appended', waiting });
    expect(await store().appendScan('rma:1', sampleScan(2))).toStrictEqual({ result: 'repeated', waiting });
    const other = sampleScan(2, { step: 'departing' });
    expect(await store().appendScan('rma:1', other)).toStrictEqual({ result: 'conflict', waiting });
  });

  it('has places for the first refunds that wait, and says when there is none', async () => {
    const first = Array.from({ length: MAX_WAITING_PER_TRAIL }, (_, at) => `rf_${at + 100}`);
    for (const refundId of first) expect(await store().awaitScans('rma:1', refundId, 0)).toBe('saved');
    expect(await store().awaitScans('rma:1', 'rf_1', 0)).toBe('full');
    expect(await store().awaitScans('rma:1', 'rf_1', 1)).toBe('moved');
    expect(await store().awaitScans('rma:1', 'rf_100', 0)).toBe('saved');
    expect((await store().appendScan('rma:1', sampleScan(1))).waiting).toStrictEqual(first);
    expect(await store().awaitScans('rma:1', 'rf_1', 0)).toBe('moved');
    expect(await store().awaitScans('rma:1', 'rf_1', 1)).toBe('full');
  });

  it('binds a return to its order though no place is left to wait', async () => {
    for (let at = 0; at < MAX_WAITING_PER_TRAIL; at += 1) await store().awaitScans('rma:1', `rf_${at}`, 0);
    expect(await store().bindTrail('rma:1', { orderId: 'ord_1', refundId: 'rf_last' })).toBe('saved');
    expect(await store().bindTrail('rma:1', { orderId: 'ord_2', refundId: 'rf_last' })).toBe('moved');
    expect((await store().trail('rma:1', 'strong')).orderId).toBe('ord_1');
    expect((await store().appendScan('rma:1', sampleScan(1))).waiting).not.toContain('rf_last');
  });

  it('lets a refund wait for the first scan of a return nobody scanned yet', async () => {
    expect(await store().awaitScans('rma:1', 'rf_1', 0)).toBe('saved');
    expect(await store().trail('rma:1', 'strong')).toStrictEqual(EMPTY_TRAIL);
    expect(await store().awaitScans('rma:1', 'rf_2', 0)).toBe('saved');
    const waiting = ['rf_1', 'rf_2'];
    expect(await store().appendScan('rma:1', sampleScan(1))).toStrictEqual({ result: 'appended', waiting });
    expect(await store().awaitScans('rma:1', 'rf_3', 0)).toBe('moved');
  });

  it('lets a refund wait on no version that never was', async () => {
    expect(await store().awaitScans('rma:1', 'rf_1', 1)).toBe('moved');
  });

  it('loses no wake-up when scans and waits race', async () => {
    for (let round = 0; round < 20; round += 1) {
      const trailId = `rma:${round}`;
      const [append, wait] = await Promise.all([
        store().appendScan(trailId, sampleScan(1)),
        store().awaitScans(trailId, 'rf_1', 0),
      ]);
      expect(append.waiting).toStrictEqual(wait === 'saved' ? ['rf_1'] : []);
    }
  });

  it('binds a return to one order, before or after its scans', async () => {
    const leaning = { orderId: 'ord_1', refundId: 'rf_1' };
    expect(await store().bindTrail('rma:1', leaning)).toBe('saved');
    expect(await store().bindTrail('rma:1', leaning)).toBe('saved');
    expect(await store().bindTrail('rma:1', { ...leaning, orderId: 'ord_2' })).toBe('moved');
    expect(await store().trail('rma:1', 'strong')).toStrictEqual({ ...EMPTY_TRAIL, orderId: 'ord_1' });
    expect(await store().awaitScans('rma:1', 'rf_1', 0)).toBe('saved');
    await store().appendScan('rma:1', sampleScan(1));
    const trail = { ...EMPTY_TRAIL, version: 1, scans: [sampleScan(1)], orderId: 'ord_1' };
    expect(await store().trail('rma:1', 'strong')).toStrictEqual(trail);
  });

  it('binds a return only at the version that was judged', async () => {
    const leaning = { orderId: 'ord_1', refundId: 'rf_1' };
    await store().appendScan('rma:1', sampleScan(1));
    expect(await store().bindTrail('rma:1', { ...leaning, seenVersion: 0 })).toBe('scanned');
    expect((await store().trail('rma:1', 'strong')).orderId).toBe(undefined);
    expect(await store().bindTrail('rma:1', { ...leaning, seenVersion: 1 })).toBe('saved');
    expect(await store().bindTrail('rma:2', { ...leaning, seenVersion: 0 })).toBe('saved');
    await store().appendScan('rma:1', sampleScan(2));
    expect(await store().bindTrail('rma:1', { ...leaning, seenVersion: 1 })).toBe('scanned');
    const other = { ...leaning, orderId: 'ord_2' };
    expect(await store().bindTrail('rma:1', { ...other, seenVersion: 1 })).toBe('moved');
  });

  it('tells whoever leans on a return of scans that come later, and nobody whom it refused', async () => {
    await store().bindTrail('rma:1', { orderId: 'ord_1', refundId: 'rf_2' });
    await store().bindTrail('rma:1', { orderId: 'ord_2', refundId: 'rf_9' });
    await store().bindTrail('rma:1', { orderId: 'ord_1', refundId: 'rf_1' });
    const { waiting } = await store().appendScan('rma:1', sampleScan(1));
    expect(waiting).toStrictEqual(['rf_1', 'rf_2']);
  });

  it('binds a return to one of many orders that want it at once', async () => {
    const orders = Array.from({ length: 10 }, (_, number) => `ord_${number}`);
    const results = await Promise.all(
      orders.map((orderId) => store().bindTrail('rma:1', { orderId, refundId: `rf_${orderId}` })),
    );
    expect(results.filter((result) => result === 'saved')).toHaveLength(1);
  });

  it('keeps hostile ids and keys apart', async () => {
    for (const id of HOSTILE_IDS) {
      expect(await store().trail(id, 'strong')).toStrictEqual(EMPTY_TRAIL);
      for (const key of HOSTILE_IDS) {
        expect((await store().appendScan(id, sampleScan(1, { key }))).result).toBe('appended');
      }
      expect(await store().awaitScans(id, id, HOSTILE_IDS.length)).toBe('saved');
      const again = await store().appendScan(id, sampleScan(1, { key: '__proto__' }));
      expect(again).toStrictEqual({ result: 'repeated', waiting: [id] });
    }
  });
}
