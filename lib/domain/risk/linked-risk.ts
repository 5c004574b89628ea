import { pastOf } from '../history/decayed-past.ts';
import type { HistoryEntry } from '../history/history.ts';
import type { SubjectHistory } from '../history/subject-history.ts';
import type { RingChannel } from '../policy/model-parameters.ts';
import type { Policy } from '../policy/policy.ts';
import type { RefundRequest } from '../refund/refund-request.ts';
import type { SubjectRef } from '../refund/subject.ts';
import { isShared } from '../refund/subject-statements.ts';
import type { ChannelWeight } from './gamma-poisson.ts';
import { ringRisk } from './ring-risk.ts';

/** The histories of the customer's side, and what the refund added to them when it was judged before. */
export interface LinkedPast {
  readonly linked: readonly SubjectHistory[];
  readonly added: HistoryEntry | undefined;
}

/** No risk: many strangers use every linked subject, so none has a history of its own. */
const NO_RISK: RingFinding = { kind: 'customer', q: 0, channels: [] };

/** Returns the riskiest of the linked subjects that one person uses. */
export function linkedRisk(
  request: RefundRequest,
  { linked, added }: LinkedPast,
  { policy, today }: { readonly policy: Policy; readonly today: string },
): RingFinding {
  const { halfLifeDays } = policy.ringRisk;
  const own = linked.filter(({ profile }) => !isShared(profile.shared));
  const risks = own.map((history) => {
    const past = pastOf(history, { today, halfLifeDays, without: added });
    const { kind } = history.subject;
    return ringRisk({ kind, past, customerId: request.customerId, orders: request.customerOrders }, policy);
  });
  return risks.reduce((riskiest, one) => (one.q > riskiest.q ? one : riskiest), risks[0] ?? NO_RISK);
}

/** The risk of the riskiest linked subject. */
export interface RingFinding {
  readonly kind: SubjectRef['kind'];
  readonly q: number;
  readonly channels: readonly ChannelWeight<RingChannel>[];
}
