import { EMPTY_PROFILE } from '../../domain/history/subject-history.ts';
import { claimOfOrder, denyClaim, emptyOrder, type Order } from '../../domain/refund/order-claims.ts';
import { CLAIMS, type Claim, type RefundRequest } from '../../domain/refund/refund-request.ts';
import { linkedSubjects } from '../../domain/refund/subject.ts';
import { effectOf, type ReasonCode } from '../../domain/shared/reasons.ts';
import { ANY_TIME, type Rules } from './judge.ts';
import { everyAsking } from './requests.ts';

/** How a first refund of goods ended. */
const FIRST_ENDS = ['approved', 'denied'] as const;

/** One more refund of goods that were refunded, or denied, before. */
export interface SecondClaim {
  readonly first: (typeof FIRST_ENDS)[number];
  readonly claim: Claim;
  /** The line it names: that of the first refund, or another id for the same goods. */
  readonly line: 'same' | 'other';
  /** The reasons that stop it; none if nothing does. */
  readonly stoppedBy: readonly ReasonCode[];
}

/** Returns every second claim of the same goods, with what the gate's own check of the order says of it. */
export function secondClaims(rules: Rules, baseMinor: number): readonly SecondClaim[] {
  const { gate, policy } = rules;
  const asked = { baseMinor, currency: policy.base, accomplices: [], goods: { serials: true, weight: true } };
  const [asking] = everyAsking({ ...asked, markings: ['by_name'], gate });
  if (asking === undefined) throw new Error('There is no way to ask for a refund.');
  const first = asking.request;
  return FIRST_ENDS.flatMap((end) =>
    CLAIMS.flatMap((claim) =>
      (['same', 'other'] as const).map((line) => {
        const lines = line === 'same' ? first.lines : first.lines.map((one) => ({ ...one, lineId: '01' }));
        const second = gate.readRequest({ ...first, refundId: 're_2', claim, lines });
        return { first: end, claim, line, stoppedBy: objectionsOf(orderAfter(first, end), second, rules) };
      }),
    ),
  );
}

function orderAfter(first: RefundRequest, end: SecondClaim['first']): Order {
  const claimed = claimOfOrder(emptyOrder(first.orderId, first.captured.currency), first);
  if (!claimed.fits) throw new Error('The first refund of an order fits.');
  return end === 'approved' ? claimed.order : denyClaim(claimed.order, first);
}

function objectionsOf(order: Order, second: RefundRequest, { gate, policy }: Rules): readonly ReasonCode[] {
  const linked = linkedSubjects(second).map((subject) => ({ subject, profile: EMPTY_PROFILE, days: [] }));
  const facts = { order, claim: claimOfOrder(order, second), linked, added: undefined };
  return gate
    .judgeValue(second, facts, policy, ANY_TIME)
    .reasons.filter((reason) => effectOf(reason) === 'escalate')
    .map(({ code }) => code);
}
