import { describe, expect, test } from 'vitest';
import { type Baselines, groupKeys } from '../../lib/domain/baselines.ts';
import { caseCountsOf, caseGrounds, caseRisk } from '../../lib/domain/case-grounds.ts';
import type { DecayedCounts } from '../../lib/domain/decayed-history.ts';
import { employeeRisk } from '../../lib/domain/employee-risk.ts';
import type { Policy } from '../../lib/domain/policy.ts';
import { aPolicy } from '../builders.ts';
import { aPast, GROUP } from './employee-pasts.ts';

/** What a snapshot holds, in thousandths, of a thousand peers who did as much each. */
function thousandOf(counts: Partial<DecayedCounts>): Partial<DecayedCounts> {
  return Object.fromEntries(Object.entries(counts).map(([counter, count]) => [counter, count * 1_000_000]));
}

describe('what is nobody’s custom', () => {
  const proven = { low: 500, falseAttestations: 10 };
  const policy = aPolicy();
  const together: Baselines = {
    version: 'v1',
    day: '2026-11-22',
    groups: Object.fromEntries(
      groupKeys(GROUP).map((key, level) => [
        key,
        level === 0
          ? { low: 100_000_000, falseAttestations: 60_000 }
          : { low: 2_000_000, falseAttestations: 50_000 },
      ]),
    ),
  };

  test('is held against the role everywhere: those who do it together at one site excuse nobody', () => {
    const recent = { incidents: 10, falseAttestations: 10, falseClaims: 0, neverCame: 0 };
    const past = aPast(proven, { recent, reviewers: ['r1', 'r2'], falseDays: ['2026-11-20', '2026-11-21'] });
    const risk = caseRisk({ group: GROUP, past }, together, policy);
    const channel = risk.channels.find((one) => one.channel === 'false_attestations');
    expect(channel?.expected).toBeLessThan(1);
    expect(channel?.lnBf).toBeGreaterThan(3);
    expect(caseGrounds(caseCountsOf(past), risk, policy)).toContain('false_attestations');
  });
});

describe('the insider who knows the policy', () => {
  const policy = aPolicy();
  /** What peers do, wherever they work: one dear parcel in twenty is opened by nobody. */
  const usual = {
    low: 600,
    mid: 300,
    high: 100,
    midExceptions: 15,
    highExceptions: 10,
    near: 20,
    unvouched: 5,
  };
  const peersOfAll = (site: Partial<DecayedCounts> = usual): Baselines => ({
    version: 'v1',
    day: '2026-11-22',
    groups: Object.fromEntries(
      groupKeys(GROUP).map((key, level) => [key, thousandOf(level === 2 ? site : usual)]),
    ),
  });
  const insider = {
    low: 150,
    mid: 75,
    high: 25,
    midExceptions: 2,
    highExceptions: 2,
    near: 5,
    unvouched: 11,
  };
  const insiderQ = (
    change: Partial<Policy['employeeRisk']> = {},
    peers: Baselines = peersOfAll(),
  ): number => {
    const tried = aPolicy({ employeeRisk: { ...policy.employeeRisk, ...change } });
    return employeeRisk({ group: GROUP, past: aPast(insider) }, peers, tried).q;
  };

  test('is found by what stays unopened, however ordinary the rest is', () => {
    expect(insiderQ()).toBeGreaterThan(0.3);
    expect(insiderQ({ quietShare: 0 })).toBeLessThan(0.05);
  });

  test('is not excused by a colleague at the site who does the same', () => {
    expect(insiderQ({}, peersOfAll({ ...usual, unvouched: 45 }))).toBeCloseTo(insiderQ(), 12);
  });

  test('has no case opened on him by that alone, however high his risk', () => {
    const certain = aPolicy({ employeeRisk: { ...policy.employeeRisk, quietShare: 0.9 } });
    const recent = { incidents: 9, falseAttestations: 0, falseClaims: 0, neverCame: 0 };
    const past = aPast({ ...insider, unvouched: 25 }, { recent });
    const risk = caseRisk({ group: GROUP, past }, peersOfAll(), certain);
    expect(risk.q).toBeGreaterThan(certain.employeeRisk.openCase.q);
    expect(caseGrounds(caseCountsOf(past), risk, certain)).toStrictEqual([]);
  });
});
