import { expect, it } from 'vitest';
import { MAX_PHOTO_USES } from '../../lib/adapters/store-rules.ts';
import type { Store } from '../../lib/app/ports.ts';
import { afterNoon, HOSTILE_IDS } from './samples.ts';

const use = (number: number) => ({
  refundId: `rf_${number}`,
  orderId: `ord_${number}`,
  at: afterNoon(number).toISOString(),
});

/** Describes what a store does with photos and documents. */
export function describePhotos(store: () => Store): void {
  it('answers every use of a photo, each once', async () => {
    expect(await store().seePhoto('5f', use(1))).toStrictEqual([use(1)]);
    expect(await store().seePhoto('5f', use(1))).toStrictEqual([use(1)]);
    expect(await store().seePhoto('5f', use(2))).toStrictEqual([use(1), use(2)]);
    expect(await store().seePhoto('6f', use(2))).toStrictEqual([use(2)]);
  });

  it('answers the uses of a photo without adding one', async () => {
    expect(await store().photoUses('5f')).toStrictEqual([]);
    await store().seePhoto('5f', use(1));
    expect(await store().photoUses('5f')).toStrictEqual([use(1)]);
    expect(await store().seePhoto('5f', use(2))).toStrictEqual([use(1), use(2)]);
    expect(await store().photoUses('5f')).toStrictEqual([use(1), use(2)]);
    expect(await store().photoUses('6f')).toStrictEqual([]);
  });

  it('keeps no more than twenty uses, and still answers those', async () => {
    const all = Array.from({ length: MAX_PHOTO_USES }, (_, number) => use(number));
    for (const one of all) await store().seePhoto('5f', one);
    expect(await store().seePhoto('5f', use(99))).toStrictEqual(all);
    expect(await store().seePhoto('5f', use(3))).toStrictEqual(all);
  });

  it('keeps hostile photos and refunds apart', async () => {
    for (const sha256 of HOSTILE_IDS) {
      for (const id of HOSTILE_IDS)
        await store().seePhoto(sha256, { refundId: id, orderId: id, at: use(1).at });
      expect(await store().seePhoto(sha256, use(2))).toHaveLength(HOSTILE_IDS.length + 1);
    }
  });
}
