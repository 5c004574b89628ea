import { type Baselines, type PeerGroup, peerRate, peersOf, type RateOf, roleRate } from './baselines.ts';
import type { EmployeeChannel } from './model-policy.ts';
import type { Policy } from './policy.ts';
import {
  type ChannelWeight,
  channelWeight,
  EMPLOYEE_RATES,
  lnBayesFactor,
  lnMixture,
  lnProduct,
  type RateInterval,
  rateInterval,
  riskFrom,
} from './rate-risk.ts';
import type { SubjectPast } from './subject-past.ts';

/** What an employee's risk is judged from. */
export interface EmployeePast {
  readonly group: PeerGroup;
  readonly past: SubjectPast;
}

/** What the numbers say of an employee: grounds to look, never a finding of guilt. */
export interface EmployeeRisk {
  /** Q_e: the probability that the exceptions have a cause that peers do not have. */
  readonly q: number;
  /** Q_b: the same of today alone, against the employee's own past. */
  readonly qBurst: number;
  readonly channels: readonly ChannelWeight<EmployeeChannel>[];
}

const all: RateOf['whole'] = ({ low, mid, high }) => low + mid + high;

/** The channels that stand in the employee's own history; a repeated pair stands in the place's. */
type HistoryChannel = Exclude<EmployeeChannel, 'repeat_pairs'>;

/** Which counts each channel holds against which. */
const RATES: Readonly<Record<HistoryChannel, RateOf>> = {
  exceptions_mid: { part: (counts) => counts.midExceptions, whole: (counts) => counts.mid },
  exceptions_high: { part: (counts) => counts.highExceptions, whole: (counts) => counts.high },
  false_attestations: { part: (counts) => counts.falseAttestations, whole: all },
  near_threshold: { part: (counts) => counts.near, whole: ({ mid, high }) => mid + high },
  high_value: { part: (counts) => counts.high, whole: all },
  returnless: { part: (counts) => counts.returnless, whole: all },
  no_ticket: { part: (counts) => counts.bare, whole: (counts) => counts.goodless },
  unvouched_content: { part: (counts) => counts.unvouched, whole: (counts) => counts.high },
};

/** What reviewers proved false, and dear goods that nobody looks at, are no site's custom. */
const BY_ROLE: ReadonlySet<HistoryChannel> = new Set(['false_attestations', 'unvouched_content']);

/** All in which the insider who knows the policy differs from peers: the parcels come and weigh right, and nobody opens them. */
const QUIET_CHANNEL: HistoryChannel = 'unvouched_content';

const CHANNELS = Object.keys(RATES) as readonly HistoryChannel[];

/** Answers an employee's risk against peers and against the own past. Source: the model's section 3. */
export function employeeRisk(
  { group, past }: EmployeePast,
  baselines: Baselines,
  policy: Policy,
): EmployeeRisk {
  const { counts } = past;
  const { channels: numbers, prior, quietShare, siteShrink, countryShrink } = policy.employeeRisk;
  const peers = peersOf(baselines, group, counts);
  const channels = CHANNELS.map((channel) => {
    const { rate, floor, clip } = numbers[channel];
    const of = RATES[channel];
    const rateOf = BY_ROLE.has(channel) ? roleRate : peerRate;
    const expectedRate = rateOf(peers, of, { rate, country: countryShrink, site: siteShrink });
    const observed = of.part(counts);
    const expected = of.whole(counts) * expectedRate + floor;
    return channelWeight(channel, { observed, expected }, { model: EMPLOYEE_RATES, clip });
  });
  return {
    q: riskFrom(prior, [{ lnBf: lnBfOfBad(channels, quietShare) }]),
    qBurst: burstRisk(past, policy),
    channels,
  };
}

/** Some bad employees differ from peers in everything, the others in one way only: there the rest says nothing. */
function lnBfOfBad(channels: EmployeeRisk['channels'], quietShare: number): number {
  const quiet = channels.filter(({ channel }) => channel === QUIET_CHANNEL);
  return lnMixture(lnProduct(channels), lnProduct(quiet), quietShare);
}

/** A steady rate of one a day sums to half-life/ln 2 when decayed: dividing by it gives the rate back. */
function burstRisk({ counts, exceptionsToday }: SubjectPast, policy: Policy): number {
  const { prior, burst, halfLifeDays } = policy.employeeRisk;
  const before = Math.max(0, counts.midExceptions + counts.highExceptions - exceptionsToday);
  const perDay = (before * Math.LN2) / halfLifeDays;
  const seen = { observed: exceptionsToday, expected: perDay + burst.floor };
  return riskFrom(prior, [{ lnBf: lnBayesFactor(seen, EMPLOYEE_RATES, burst.clip) }]);
}

/** Answers the interval of an employee's rate ratio, over exceptions of mid and high value together. */
export function employeeInterval({ q, channels }: Pick<EmployeeRisk, 'q' | 'channels'>): RateInterval {
  const exceptions = channels.filter(({ channel }) => channel.startsWith('exceptions'));
  const observed = exceptions.reduce((sum, one) => sum + one.observed, 0);
  const expected = exceptions.reduce((sum, one) => sum + one.expected, 0);
  return rateInterval({ observed, expected }, q, EMPLOYEE_RATES);
}
