import { REASONS } from '../../../domain/shared/reasons.ts';
import type { RefundRecord } from '../records.ts';
import { share } from './statistics.ts';

/** What a reason brings under review: how often an escalation has it, and how often rightly. */
export interface ReasonFigures {
  readonly code: string;
  /** Escalated refunds that have it, alone or with other reasons. */
  readonly escalated: number;
  readonly frauds: number;
  readonly precision: number | null;
  /** Escalated refunds that have no other reason: without it nobody would be asked. */
  readonly alone: number;
  readonly aloneFrauds: number;
}

const BY_CODE: ReadonlyMap<string, { readonly effect: string }> = new Map(Object.entries(REASONS));

/**
 * Returns the figures of every reason that holds or escalates, the most frequent first. Other reasons ask nobody.
 */
export function byReason(refunds: readonly RefundRecord[]): readonly ReasonFigures[] {
  const placed = refunds.flatMap((refund) => {
    const asking = [...new Set(refund.escalationCodes.filter(asks))];
    return asking.map((code) => ({ code, refund, isAlone: asking.length === 1 }));
  });
  return [...Map.groupBy(placed, ({ code }) => code)]
    .map(([code, of]): ReasonFigures => {
      const alone = of.filter(({ isAlone }) => isAlone);
      const frauds = of.filter(({ refund }) => refund.fraud).length;
      return {
        code,
        escalated: of.length,
        frauds,
        precision: share(frauds, of.length),
        alone: alone.length,
        aloneFrauds: alone.filter(({ refund }) => refund.fraud).length,
      };
    })
    .toSorted((a, b) => b.escalated - a.escalated || (a.code < b.code ? -1 : 1));
}

function asks(code: string): boolean {
  const effect = BY_CODE.get(code)?.effect;
  return effect === undefined || effect === 'hold' || effect === 'escalate';
}
