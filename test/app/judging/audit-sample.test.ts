import { describe, expect, it } from 'vitest';
import { sampleDraw } from '../../../lib/app/judging/audit-sample.ts';
import { pinPolicy } from '../../../lib/app/judging/policies.ts';
import { rulesOnly } from '../../builders.ts';
import { asked, fullChain } from '../events.ts';
import { Harness } from '../harness.ts';

const IDS = Array.from({ length: 100_000 }, (_, number) => `o_${number}`);

describe('the lot of the audit sample', () => {
  it('is the same each time for the same key and order, and never changes', () => {
    // HMAC-SHA-256 of `o_1` under `key`: its first six bytes as a whole number, modulo a million.
    expect(sampleDraw('key', 'o_1')).toBe(sampleDraw('key', 'o_1'));
    expect(sampleDraw('key', 'o_1')).toBe(283_082);
  });

  it('draws about one in a thousand of many orders', () => {
    const drawn = IDS.filter((id) => sampleDraw('key', id) < 1000).length;
    // Of 100,000 at one in a thousand: 100, give or take four standard deviations.
    expect(drawn).toBeGreaterThan(60);
    expect(drawn).toBeLessThan(140);
  });

  it('is another for another key: who does not know it cannot tell who will be drawn', () => {
    const drawnBy = (key: string) => new Set(IDS.filter((id) => sampleDraw(key, id) < 1000));
    expect(drawnBy('key').intersection(drawnBy('other')).size).toBeLessThan(5);
  });

  it('stays within a million', () => {
    for (const id of IDS.slice(0, 1000)) {
      expect(sampleDraw('key', id)).toBeGreaterThanOrEqual(0);
      expect(sampleDraw('key', id)).toBeLessThan(1_000_000);
    }
  });
});

describe('the audit sample', () => {
  const gate = () => new Harness({ policy: pinPolicy(rulesOnly({ auditPerMillion: 1000 })) });
  const drawnOrder = IDS.find((id) => sampleDraw('test', id) < 1000) ?? '';
  const otherOrder = IDS.find((id) => sampleDraw('test', id) >= 1000) ?? '';

  it.each(['re_1', 're_2', drawnOrder])(
    'is drawn by the order: the refund’s id %s, which its producer chose, changes nothing',
    async (refundId) => {
      const outcome = async (orderId: string) => {
        const harness = gate();
        await harness.deliver(...fullChain(), asked({ refundId, orderId }));
        const { status, decision } = await harness.row(refundId);
        return [status, decision?.reasons.some(({ code }) => code === 'Q01_AUDIT_SAMPLE')];
      };
      expect(await outcome(drawnOrder)).toStrictEqual(['escalated', true]);
      expect(await outcome(otherOrder)).toStrictEqual(['published', false]);
    },
  );
});
