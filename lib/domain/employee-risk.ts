import { type Baselines, type PeerGroup, peerRate, peersOf, type RateOf } from './baselines.ts';
import type { EmployeeChannel } from './model-policy.ts';
import type { Policy } from './policy.ts';
import {
  type ChannelWeight,
  channelWeight,
  EMPLOYEE_RATES,
  lnBayesFactor,
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
  readonly incidents: number;
  readonly falseAttestations: number;
  readonly reviewers: number;
}

const ALL: RateOf['whole'] = ['low', 'mid', 'high'];

/** The channels that stand in the employee's own history; a repeated pair stands in the place's. */
type HistoryChannel = Exclude<EmployeeChannel, 'repeat_pairs'>;

/** Which counts each channel holds against which. */
const RATES: Readonly<Record<HistoryChannel, RateOf>> = {
  exceptions_mid: { part: ['midExceptions'], whole: ['mid'] },
  exceptions_high: { part: ['highExceptions'], whole: ['high'] },
  false_attestations: { part: ['falseAttestations'], whole: ALL },
  near_threshold: { part: ['near'], whole: ['mid', 'high'] },
  high_value: { part: ['high'], whole: ALL },
  returnless: { part: ['returnless'], whole: ALL },
  no_ticket: { part: ['bare'], whole: ['goodless'] },
  unvouched_content: { part: ['unvouched'], whole: ['high'] },
};

const CHANNELS = Object.keys(RATES) as readonly HistoryChannel[];

/** Answers an employee's risk against peers and against the own past. Source: the model's section 3. */
export function employeeRisk(
  { group, past }: EmployeePast,
  baselines: Baselines,
  policy: Policy,
): EmployeeRisk {
  const { counts, recent } = past;
  const { channels: numbers, prior, siteShrink, countryShrink } = policy.employeeRisk;
  const peers = peersOf(baselines, group, counts);
  const channels = CHANNELS.map((channel) => {
    const { rate, floor, clip } = numbers[channel];
    const { part, whole } = RATES[channel];
    const expectedRate = peerRate(peers, { part, whole }, { rate, country: countryShrink, site: siteShrink });
    const observed = part.reduce((sum, counter) => sum + counts[counter], 0);
    const expected = whole.reduce((sum, counter) => sum + counts[counter], 0) * expectedRate + floor;
    return channelWeight(channel, { observed, expected }, { model: EMPLOYEE_RATES, clip });
  });
  return {
    q: riskFrom(prior, channels),
    qBurst: burstRisk(past, policy),
    channels,
    incidents: recent.incidents,
    falseAttestations: recent.falseAttestations,
    reviewers: past.reviewers.length,
  };
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

/** Why a case would be opened on an employee. */
export type CaseGround = 'rate_against_peers' | 'false_attestations';

/**
 * Answers on what grounds a case is to be opened; none for almost everybody. A case asks people to look: nothing
 * is held against anybody by it. Source: the model's section 3.
 */
export function caseGrounds(risk: EmployeeRisk, policy: Policy): readonly CaseGround[] {
  const { q, eb05, incidents, falseAttestations, falseAttestationsRatio, reviewers } =
    policy.employeeRisk.openCase;
  const grounds: CaseGround[] = [];
  if (risk.q >= q && risk.incidents >= incidents && employeeInterval(risk).eb05 >= eb05) {
    grounds.push('rate_against_peers');
  }
  const areMany = risk.falseAttestations >= falseAttestations && risk.reviewers >= reviewers;
  const { observed = 0, expected = 0 } =
    risk.channels.find(({ channel }) => channel === 'false_attestations') ?? {};
  if (areMany && observed >= falseAttestationsRatio * expected) {
    grounds.push('false_attestations');
  }
  return grounds;
}
