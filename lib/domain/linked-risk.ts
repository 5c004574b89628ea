import type { ValueFacts } from './check-value-thresholds.ts';
import type { ValueThresholdsFinding } from './findings.ts';
import type { Policy } from './policy.ts';
import { type ChannelWeight, channelWeight, EMPLOYEE_RATES } from './rate-risk.ts';
import type { RefundRequest } from './refund-request.ts';
import { ringRisk } from './ring-risk.ts';
import { pastOf, type SubjectPast } from './subject-past.ts';
import { answerableEmployee } from './subjects.ts';

/** Answers the riskiest of the linked subjects, and whether the employee acted for one of the places before. */
export function linkedRisk(
  request: RefundRequest,
  { linked, added }: Pick<ValueFacts, 'linked' | 'added'>,
  { policy, today }: { readonly policy: Policy; readonly today: string },
): Pick<ValueThresholdsFinding, 'ring' | 'pairs'> {
  const { halfLifeDays } = policy.ringRisk;
  const pasts = linked.map((history) => ({
    kind: history.subject.kind,
    past: pastOf(history, { today, halfLifeDays, without: added }),
  }));
  const risks = pasts.map(({ kind, past }) =>
    ringRisk({ kind, past, customerId: request.customerId, orders: request.customerOrders }, policy),
  );
  const ring = risks.reduce((riskiest, one) => (one.q > riskiest.q ? one : riskiest));
  const employeeId = answerableEmployee(request)?.id;
  const places = pasts.filter(({ kind }) => kind === 'address' || kind === 'device');
  return { ring, pairs: heaviestPair(employeeId, places, policy) };
}

/** The place for which the employee acted most against chance: its refunds would fall on many employees. */
function heaviestPair(
  employeeId: string | undefined,
  places: readonly { readonly past: SubjectPast }[],
  policy: Policy,
): ChannelWeight<'repeat_pairs'> {
  const { rate, floor, clip } = policy.employeeRisk.channels.repeat_pairs;
  const weights = places.map(({ past }) => {
    const { counts } = past;
    const observed = employeeId === undefined ? 0 : (past.employees.get(employeeId) ?? 0);
    const expected = (counts.low + counts.mid + counts.high) * rate + floor;
    return channelWeight('repeat_pairs', { observed, expected }, { model: EMPLOYEE_RATES, clip });
  });
  const none: ChannelWeight<'repeat_pairs'> = {
    channel: 'repeat_pairs',
    observed: 0,
    expected: floor,
    lnBf: 0,
  };
  return weights.reduce((heaviest, one) => (one.lnBf > heaviest.lnBf ? one : heaviest), none);
}
