import { pastOf } from '../history/decayed-past.ts';
import type { HistoryEntry } from '../history/history.ts';
import type { SubjectHistory } from '../history/subject-history.ts';
import type { RingChannel } from '../policy/model-parameters.ts';
import type { Policy } from '../policy/policy.ts';
import type { RefundRequest } from '../refund/refund-request.ts';
import type { SubjectRef } from '../refund/subject.ts';
import type { ChannelWeight } from './gamma-poisson.ts';
import { ringRisk } from './ring-risk.ts';

/** The histories of the customer's side, and what the refund added to them when it was judged before. */
export interface LinkedPast {
  readonly linked: readonly SubjectHistory[];
  readonly added: HistoryEntry | undefined;
}

/** Returns the riskiest of the linked subjects. */
export function linkedRisk(
  request: RefundRequest,
  { linked, added }: LinkedPast,
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

/** The risk of the riskiest linked subject. */
export interface RingFinding {
  readonly kind: SubjectRef['kind'];
  readonly q: number;
  readonly channels: readonly ChannelWeight<RingChannel>[];
}
