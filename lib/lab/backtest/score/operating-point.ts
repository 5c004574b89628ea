import { DAY_MS } from '../../../domain/shared/calendar.ts';
import type { RefundRecord } from '../records.ts';
import { fraudValueOf } from './ranking.ts';
import { share, sumOf } from './statistics.ts';

/** The result if people look at everything the gate escalates. A share is null if there is nothing to divide by. */
export interface OperatingPoint {
  /** Share of fraud value that was escalated or denied. */
  readonly valueCaught: number | null;
  /** Share of fraud value that people denied. Reviewers make mistakes, so some of it is paid after all. */
  readonly valueDenied: number | null;
  readonly reviewsPerThousand: number | null;
  /** Share of the escalated refunds that are frauds. */
  readonly precision: number | null;
  /** Share of honest refunds that were escalated, or paid more than 24 hours after they were asked for, or never. */
  readonly honestHindered: number | null;
  readonly honestEscalated: number | null;
  /** Share of honest refunds that people denied. */
  readonly honestDenied: number | null;
}

/** Returns the operating point of a run over some refunds. */
export function operatingPoint(refunds: readonly RefundRecord[]): OperatingPoint {
  const frauds = refunds.filter(({ fraud }) => fraud);
  const honest = refunds.filter(({ fraud }) => !fraud);
  const escalated = refunds.filter(wasEscalated);
  const fraudValue = sumOf(frauds, fraudValueOf);
  const countShare = (list: readonly RefundRecord[], is: (refund: RefundRecord) => boolean) =>
    share(list.filter(is).length, list.length);
  const perRefund = share(escalated.length, refunds.length);
  return {
    valueCaught: share(sumOf(frauds.filter(wasCaught), fraudValueOf), fraudValue),
    valueDenied: share(sumOf(frauds.filter(wasDenied), fraudValueOf), fraudValue),
    reviewsPerThousand: perRefund === null ? null : perRefund * 1000,
    precision: countShare(escalated, ({ fraud }) => fraud),
    honestHindered: countShare(honest, (refund) => wasEscalated(refund) || waitedOverADay(refund)),
    honestEscalated: countShare(honest, wasEscalated),
    honestDenied: countShare(honest, wasDenied),
  };
}

/** Returns true if a person was asked about a refund, or it was denied, before it was paid. */
export function wasCaught(refund: RefundRecord): boolean {
  return wasEscalated(refund) || wasDenied(refund);
}

function wasEscalated({ escalatedAtMs, approvedAtMs }: RefundRecord): boolean {
  return isBeforePayment(escalatedAtMs, approvedAtMs);
}

function wasDenied({ deniedAtMs, approvedAtMs }: RefundRecord): boolean {
  return isBeforePayment(deniedAtMs, approvedAtMs);
}

/**
 * Returns true if something happened before the payment, or there was no payment. What happens to a refund that is
 * reopened after its payment saves nothing.
 */
function isBeforePayment(atMs: number | null, approvedAtMs: number | null): boolean {
  return atMs !== null && (approvedAtMs === null || atMs <= approvedAtMs);
}

function waitedOverADay({ approvedAtMs, requestedAtMs }: RefundRecord): boolean {
  return approvedAtMs === null || approvedAtMs - requestedAtMs > DAY_MS;
}
