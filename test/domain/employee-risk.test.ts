import { describe, expect, test } from 'vitest';
import { type Baselines, groupKeys } from '../../lib/domain/baselines.ts';
import type { DecayedCounts } from '../../lib/domain/decayed-history.ts';
import { employeeRisk } from '../../lib/domain/employee-risk.ts';
import { type Channel, EMPLOYEE_CHANNELS, type EmployeeChannel } from '../../lib/domain/model-policy.ts';
import type { SubjectPast } from '../../lib/domain/subject-past.ts';
import { aPolicy } from '../builders.ts';
import { aPast, GROUP } from './employee-pasts.ts';

const PEERS: Baselines = {
  version: 'v1',
  day: '2026-11-22',
  groups: Object.fromEntries(
    groupKeys(GROUP).map((key) => [key, { mid: 1_000_000, midExceptions: 20_000, low: 1_000_000 }]),
  ),
};

const { employeeRisk: NUMBERS } = aPolicy();

/** Only exceptions of mid value move the risk, by numbers of the test's own. */
const POLICY = aPolicy({
  employeeRisk: {
    ...NUMBERS,
    prior: 0.01,
    halfLifeDays: 90,
    channels: {
      ...mapped(({ rate, floor }) => ({ rate, floor, clip: [0, 0] })),
      exceptions_mid: { rate: 0.05, floor: 0.05, clip: [-3, 8] },
    },
    burst: { floor: 0.25, clip: [-3, 8] },
  },
});

function mapped(change: (channel: Channel) => Channel): Record<EmployeeChannel, Channel> {
  const { channels } = NUMBERS;
  const changed = EMPLOYEE_CHANNELS.map((name) => [name, change(channels[name])] as const);
  return { ...channels, ...Object.fromEntries(changed) };
}

const riskOf = (counts: Partial<DecayedCounts>, overrides: Partial<SubjectPast> = {}) =>
  employeeRisk({ group: GROUP, past: aPast(counts, overrides) }, PEERS, POLICY);

describe('an employee’s risk', () => {
  test('is low for whoever is like the peers, however much he works', () => {
    expect(riskOf({}).q).toBeLessThan(0.05);
    expect(riskOf({ mid: 1000, midExceptions: 20, low: 1000 }).q).toBeLessThan(0.01);
  });

  test('is high for whoever has many times the peers’ exceptions', () => {
    expect(riskOf({ mid: 100, midExceptions: 20, low: 100 }).q).toBeGreaterThan(0.9);
  });

  test('states each channel by what was seen and expected, and its weight is clipped', () => {
    const { channels } = riskOf({ mid: 10_000, midExceptions: 9000, low: 1000 });
    const exceptions = channels.find(({ channel }) => channel === 'exceptions_mid');
    expect(exceptions?.observed).toBe(9000);
    expect(exceptions?.lnBf).toBe(8);
    for (const { channel, lnBf } of [...channels, ...riskOf({ mid: 100_000 }).channels]) {
      const [least, most] = POLICY.employeeRisk.channels[channel].clip;
      expect(lnBf).toBeGreaterThanOrEqual(least);
      expect(lnBf).toBeLessThanOrEqual(most);
    }
  });

  test('of today alone rises with the exceptions of today against the own past', () => {
    const steady = { mid: 1000, midExceptions: 130 };
    const quiet = riskOf(steady, { exceptionsToday: 1 }).qBurst;
    const burst = riskOf({ ...steady, midExceptions: 140 }, { exceptionsToday: 11 }).qBurst;
    expect(quiet).toBeLessThan(0.05);
    expect(burst).toBeGreaterThan(0.5);
    // Ten in a day are nothing new to somebody who has ten every day: 10 · 90/ln 2 when decayed.
    expect(riskOf({ midExceptions: 1298 + 10 }, { exceptionsToday: 10 }).qBurst).toBeLessThan(0.05);
  });
});
