import type { ValueFacts } from './check-value-thresholds.ts';
import type { RingFinding } from './findings.ts';
import type { Policy } from './policy.ts';
import type { RefundRequest } from './refund-request.ts';
import { ringRisk } from './ring-risk.ts';
import { pastOf } from './subject-past.ts';

/** Returns the riskiest of the linked subjects. */
export function linkedRisk(
  request: RefundRequest,
  { linked, added }: Pick<ValueFacts, 'linked' | 'added'>,
  { policy, today }: { readonly policy: Policy; readonly today: string },
): RingFinding {
  const { halfLifeDays } = policy.ringRisk;
  const risks = linked.map((history) => {
    const past = pastOf(history, { today, halfLifeDays, without: added });
    const { kind } = history.subject;
    return ringRisk({ kind, past, customerId: request.customerId, orders: request.customerOrders }, policy);
  });
  return risks.reduce((riskiest, one) => (one.q > riskiest.q ? one : riskiest));
}
