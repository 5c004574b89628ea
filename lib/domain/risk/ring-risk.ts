import type { SubjectPast } from '../history/decayed-past.ts';
import type { RingChannel } from '../policy/model-parameters.ts';
import type { Policy } from '../policy/policy.ts';
import type { SubjectKind } from '../refund/subject.ts';
import { type ChannelWeight, type Observed, RING_RATES, rateWeight, riskFrom } from './gamma-poisson.ts';

/** What a linked subject's risk is judged from. */
export interface RingPast {
  readonly kind: SubjectKind;
  readonly past: Pick<SubjectPast, 'counts' | 'customers'>;
  /** The customer whose refund is judged: only others count, whether or not that refund is in the past already. */
  readonly customerId: string;
  /** The customer's orders of the last twelve months, if known. */
  readonly orders?: number | undefined;
}

/** What the numbers say of a linked subject. */
export interface RingRisk {
  readonly kind: SubjectKind;
  /** The probability that the subject belongs to a ring: people who make a business of refunds. */
  readonly q: number;
  readonly channels: readonly ChannelWeight<RingChannel>[];
}

/** Returns a linked subject's risk. Source: docs/MODEL.md, "Rings". */
export function ringRisk({ kind, past, customerId, orders }: RingPast, policy: Policy): RingRisk {
  const { channels: numbers, prior, goodlessRate } = policy.ringRisk;
  const { counts } = past;
  const refunds = counts.low + counts.mid + counts.high;
  const channels: ChannelWeight<RingChannel>[] = [];
  const weigh = (channel: RingChannel, { observed, expected }: Observed): void => {
    const { floor, clip } = numbers[channel];
    const weight = rateWeight({ observed, expected: expected + floor }, { model: RING_RATES, clip });
    channels.push({ channel, ...weight });
  };
  weigh('exceptions', {
    observed: counts.lowExceptions + counts.midExceptions + counts.highExceptions,
    expected: (refunds - counts.goodless) * numbers.exceptions.rate + counts.goodless * goodlessRate,
  });
  weigh('confirmed', { observed: counts.confirmed, expected: refunds * numbers.confirmed.rate });
  if (kind === 'customer' && orders !== undefined) {
    const expected = orders * numbers.claims_per_order.rate;
    weigh('claims_per_order', { observed: counts.goodless, expected });
  }
  if (kind === 'device' || kind === 'instrument') {
    const { customers } = past;
    const others = customers.size - (customers.has(customerId) ? 1 : 0);
    weigh(`${kind}_customers`, { observed: others, expected: 0 });
  }
  return { kind, q: riskFrom(prior, channels), channels };
}
