import * as z from 'zod';
import { GATE_SOURCE } from '../../lib/contracts/names.ts';
import type { BusEvent } from '../../lib/local/events/bus-event.ts';
import type { BurstLoad } from './burst-load.ts';

const outcomeSchema = z.object({
  id: z.string(),
  data: z.looseObject({
    refundId: z.string().default(''),
    outcome: z.string().default('rejected'),
    reasons: z.array(z.object({ code: z.string() })).default([]),
  }),
});

/** What the gate said of each refund, kept small: the burst measures the memory of this process. */
export class Outcomes {
  readonly #byRefund = new Map<string, string>();
  readonly #ids = new Set<string>();
  readonly problems: string[] = [];

  take({ source, detail }: BusEvent): void {
    if (source !== GATE_SOURCE) return;
    const { id, data } = outcomeSchema.parse(detail);
    // A publication may be repeated, under the same id.
    if (this.#ids.has(id)) return;
    this.#ids.add(id);
    const codes = data.reasons.map((reason) => reason.code);
    if (codes.some((code) => code.startsWith('F01')))
      this.problems.push(`${data.refundId}: a check was unavailable`);
    const before = this.#byRefund.get(data.refundId);
    if (before !== undefined) this.problems.push(`${data.refundId}: ${data.outcome} after ${before}`);
    const sampled = codes.includes('Q01_AUDIT_SAMPLE');
    this.#byRefund.set(data.refundId, sampled ? 'sampled' : data.outcome);
  }

  /** Returns how many refunds of a burst had which outcome; each that had another than it must have is a problem. */
  count({ refundIds, supported }: BurstLoad): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const refundId of refundIds) {
      const outcome = this.#byRefund.get(refundId) ?? 'lost';
      const expected = supported.has(refundId) ? ['approved', 'sampled'] : ['held', 'sampled'];
      if (!expected.includes(outcome))
        this.problems.push(`${refundId}: ${outcome}, not ${expected.join(' or ')}`);
      counts[outcome] = (counts[outcome] ?? 0) + 1;
    }
    return counts;
  }

  /** Forgets all but the problems. */
  clear(): void {
    this.#byRefund.clear();
    this.#ids.clear();
  }
}
