import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DecayedCounts } from '../../../lib/domain/history/decayed-history.ts';
import {
  employeeRisk,
  exceptionInterval,
  exceptionsAgainstPeers,
} from '../../../lib/domain/risk/employee-risk.ts';
import { type Baselines, groupKeys } from '../../../lib/domain/risk/peer-baselines.ts';
import { aPolicy } from '../../builders.ts';
import { aPast, countsOf, GROUP } from '../employee-pasts.ts';

/** What a snapshot holds of a group with these counts. */
const peersWith = (counts: Partial<DecayedCounts>): Baselines => ({
  version: 'v1',
  day: '2026-11-22',
  groups: Object.fromEntries(
    groupKeys(GROUP).map((key) => [
      key,
      Object.fromEntries(Object.entries(counts).map(([counter, count]) => [counter, count * 1000])),
    ]),
  ),
});

const PEERS = peersWith({ low: 20_000, mid: 10_000, midExceptions: 200, high: 2000, falseAttestations: 10 });

const POLICY = aPolicy();

const riskOf = (counts: Partial<DecayedCounts>) =>
  employeeRisk({ group: GROUP, past: aPast(counts) }, PEERS, POLICY);

describe('an employee’s risk', () => {
  test('is low for somebody like the peers, however much work it is', () => {
    expect(riskOf({}).q).toBeLessThan(0.05);
    expect(riskOf({ low: 2000, mid: 1000, falseAttestations: 1 }).q).toBeLessThan(0.05);
  });

  test('is high for somebody with many times the peers’ false attestations', () => {
    expect(riskOf({ low: 200, mid: 100, falseAttestations: 6 }).q).toBeGreaterThan(0.9);
  });

  test('states what was found and expected, and its weight is clipped', () => {
    const { falseAttestations } = riskOf({ low: 10_000, falseAttestations: 9000 });
    expect(falseAttestations.observed).toBe(9000);
    const [least, most] = POLICY.employeeRisk.falseAttestations.clip;
    expect(falseAttestations.lnBf).toBe(most);
    expect(riskOf({ mid: 1e9 }).falseAttestations.lnBf).toBeGreaterThanOrEqual(least);
  });

  test('is moved by nothing else that is counted', () => {
    const other = fc.constantFrom(
      'midExceptions' as const,
      'highExceptions',
      'goodless',
      'incidents',
      'confirmed',
      'falseClaims',
      'neverCame',
    );
    fc.assert(
      fc.property(other, fc.nat(500), (counter, count) => {
        const own = { low: 500, mid: 200, high: 50, falseAttestations: 1 };
        expect(riskOf({ ...own, [counter]: count })).toStrictEqual(riskOf(own));
      }),
    );
  });
});

describe('an employee’s exceptions', () => {
  const against = (counts: Partial<DecayedCounts>, peers = PEERS) =>
    exceptionsAgainstPeers({ group: GROUP, past: aPast(counts) }, peers, POLICY);

  test('are those of mid and high value, each tier against its own rate', () => {
    const own = countsOf({ mid: 100, midExceptions: 9, high: 10, highExceptions: 3, lowExceptions: 50 });
    const { observed, expected } = against(own);
    expect(observed).toBe(12);
    // Peers: 200 of 10,000 and 0 of 2,000, and the floor of .05 for each tier.
    expect(expected).toBeGreaterThan(1.5);
    expect(expected).toBeLessThan(3);
    const dear = peersWith({ mid: 10_000, midExceptions: 200, high: 2000, highExceptions: 1000 });
    expect(against(own, dear).expected).toBeGreaterThan(6);
  });

  test('have an interval that says how much of their rate peers do not explain', () => {
    const { eb05, eb95, af05 } = exceptionInterval({ observed: 30, expected: 3 }, 0.9);
    expect(eb05).toBeLessThan(10);
    expect(eb95).toBeGreaterThan(10);
    expect(af05).toBeCloseTo(1 - 1 / eb05, 12);
    expect(exceptionInterval({ observed: 0, expected: 0 }, 0).af05).toBe(0);
  });
});
