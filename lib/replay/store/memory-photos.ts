import { MAX_PHOTO_USES } from '../../adapters/store-rules.ts';
import type { PhotoStore, PhotoUse } from '../../app/ports.ts';

/** Returns an empty index of photos and documents. */
export function memoryPhotos(): PhotoStore {
  const uses = new Map<string, readonly PhotoUse[]>();
  return {
    seePhoto: async (sha256, use) => {
      const known = uses.get(sha256) ?? [];
      const isKnown = known.some(({ refundId }) => refundId === use.refundId);
      if (isKnown || known.length >= MAX_PHOTO_USES) return known;
      const next = [...known, use];
      uses.set(sha256, next);
      return next;
    },
    photoUses: async (sha256) => uses.get(sha256) ?? [],
  };
}
