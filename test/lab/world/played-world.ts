import type { InboundEvent } from '../../../lib/contracts/inbound-events.ts';
import { parseEvent } from '../../../lib/contracts/parse-event.ts';
import type { ProducedEvent } from '../../../lib/demo/event-builders.ts';
import type { TrueEmployee, TrueRefund, Truth } from '../../../lib/lab/truth.ts';
import type { WorldOptions } from '../../../lib/lab/world/options.ts';
import { world } from '../../../lib/lab/world/world.ts';

export type RefundEvent = Extract<InboundEvent, { type: 'refundgate.refund.requested.v1' }>;
export type ScanEvent = Extract<InboundEvent, { type: 'refundgate.scan.recorded.v1' }>;
type EmployeeEvent = Extract<InboundEvent, { type: 'refundgate.employee.updated.v1' }>;

/** A world that was played to its end. */
export interface PlayedWorld {
  readonly events: readonly ProducedEvent[];
  readonly parsed: readonly InboundEvent[];
  /** Events that the contracts refuse. */
  readonly refused: readonly unknown[];
  readonly truths: readonly Truth[];
  readonly refunds: readonly RefundEvent[];
  readonly employees: readonly EmployeeEvent[];
  readonly trueRefunds: ReadonlyMap<string, TrueRefund>;
  readonly trueEmployees: readonly TrueEmployee[];
  /** Refunds whose truth had not come by the time they were asked for. */
  readonly toldTooLate: readonly string[];
  /** Scans by the name of their trail: `rma:rma_1`, `order:o_1`. */
  readonly scans: ReadonlyMap<string, readonly ScanEvent[]>;
}

/** Plays a small world and sorts what came of it. */
export function playWorld(options: WorldOptions): PlayedWorld {
  const events: ProducedEvent[] = [];
  const parsed: InboundEvent[] = [];
  const refused: unknown[] = [];
  const truths: Truth[] = [];
  const told = new Set<string>();
  const toldTooLate: string[] = [];
  for (const step of world(options)) {
    if ('truth' in step) {
      truths.push(step.truth);
      if (step.truth.kind === 'refund') told.add(step.truth.refundId);
      continue;
    }
    events.push(step.event);
    const result = parseEvent(step.event);
    if (!result.ok) refused.push(result.refusal);
    else {
      parsed.push(result.event);
      const { event } = result;
      if (event.type === 'refundgate.refund.requested.v1' && !told.has(event.data.refundId)) {
        toldTooLate.push(event.data.refundId);
      }
    }
  }
  const trueRefunds = truths.filter((truth) => truth.kind === 'refund');
  return {
    events,
    parsed,
    refused,
    truths,
    toldTooLate,
    refunds: parsed.filter((event) => event.type === 'refundgate.refund.requested.v1'),
    employees: parsed.filter((event) => event.type === 'refundgate.employee.updated.v1'),
    trueRefunds: new Map(trueRefunds.map((truth) => [truth.refundId, truth])),
    trueEmployees: truths.filter((truth) => truth.kind === 'employee'),
    scans: Map.groupBy(
      parsed.filter((event) => event.type === 'refundgate.scan.recorded.v1'),
      ({ data }) => data.bizTransactionList[0]?.bizTransaction.replace('urn:refundgate:', '') ?? '',
    ),
  };
}
