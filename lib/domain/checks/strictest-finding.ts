import type { Reason } from '../shared/reasons.ts';
import type { ScanEvidenceFinding } from './findings.ts';

/**
 * Returns the strictest of what was found of one refund with each possible marker: every reason that any of them gives, the
 * fewest witnesses, and the weights of the one whose evidence is the weakest.
 * @param findings - at least one.
 */
export function strictest(findings: readonly ScanEvidenceFinding[]): ScanEvidenceFinding {
  const weakest = findings.reduce((least, one) => (one.evidence < least.evidence ? one : least));
  if (findings.length === 1) return weakest;
  const fewest = findings.reduce((least, one) =>
    one.collusion.observed < least.collusion.observed ? one : least,
  );
  const required = Math.max(...findings.map(({ collusion }) => collusion.required));
  return {
    ...weakest,
    reasons: distinct(findings.flatMap(({ reasons }) => reasons)),
    supported: findings.every(({ supported }) => supported),
    collusion: { required, observed: fewest.collusion.observed },
    witnesses: fewest.witnesses,
    mayStillCome: [...new Set(findings.flatMap(({ mayStillCome }) => mayStillCome))],
  };
}

function distinct(reasons: readonly Reason[]): readonly Reason[] {
  return [...new Map(reasons.toReversed().map((reason) => [reason.code, reason])).values()].toReversed();
}
