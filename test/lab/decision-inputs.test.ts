import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../lib/contracts/policy-document.ts';
import { scoreInputs } from '../../lib/domain/decision/decision-inputs.ts';
import { DAY_MS } from '../../lib/domain/shared/calendar.ts';
import { world } from '../../lib/lab/world/world.ts';
import { DeliveredWorld } from './delivered-world.ts';
import { punctual } from './deliveries.ts';

describe('a decision', () => {
  it('is made again exactly from what its row keeps, whatever became of histories since', {
    timeout: 60_000,
  }, async () => {
    const steps = [...world({ seed: 5, days: 14, refunds: 300 })];
    const deliveries = punctual(steps.flatMap((step) => ('event' in step ? [step.event] : [])));
    let made = 0;
    const gate = new DeliveredWorld(DEFAULT_POLICY, async ({ type, data }) => {
      if (!/^refundgate\.refund\./.test(type) || !('refundId' in data)) return;
      const refund = await gate.store.refund(data.refundId, 'strong');
      const { inputs, scores } = refund?.decision ?? {};
      if (refund === undefined || inputs == null) return;
      const stored: typeof inputs = JSON.parse(JSON.stringify(inputs));
      expect(scoreInputs(stored, refund.request, DEFAULT_POLICY).scores).toStrictEqual(scores);
      made += 1;
    });
    await gate.deliver(deliveries, [26, 50, 74, 200]);
    await gate.settle((deliveries.at(-1)?.atMs ?? 0) + 20 * DAY_MS);
    expect(made).toBeGreaterThanOrEqual(300);
  });
});
