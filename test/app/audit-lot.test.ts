import { describe, expect, it } from 'vitest';
import { auditLot } from '../../lib/app/audit-lot.ts';

const IDS = Array.from({ length: 100_000 }, (_, number) => `re_${number}`);

describe('the lot of the audit sample', () => {
  it('is the same each time for the same key and refund, and never changes', () => {
    // HMAC-SHA-256 of `re_1` under `key`: its first six bytes as a whole number, modulo a million.
    expect(auditLot('key', 're_1')).toBe(auditLot('key', 're_1'));
    expect(auditLot('key', 're_1')).toBe(362_187);
  });

  it('draws about one in a thousand of many refunds', () => {
    const drawn = IDS.filter((id) => auditLot('key', id) < 1000).length;
    // Of 100,000 at one in a thousand: 100, give or take four standard deviations.
    expect(drawn).toBeGreaterThan(60);
    expect(drawn).toBeLessThan(140);
  });

  it('is another for another key: who does not know it cannot tell who will be drawn', () => {
    const drawnBy = (key: string) => new Set(IDS.filter((id) => auditLot(key, id) < 1000));
    expect(drawnBy('key').intersection(drawnBy('other')).size).toBeLessThan(5);
  });

  it('stays within a million', () => {
    for (const id of IDS.slice(0, 1000)) {
      expect(auditLot('key', id)).toBeGreaterThanOrEqual(0);
      expect(auditLot('key', id)).toBeLessThan(1_000_000);
    }
  });
});
