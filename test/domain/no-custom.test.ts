import { describe, expect, test } from 'vitest';
import { caseCountsOf, caseGrounds, caseRisk } from '../../lib/domain/risk/case-criteria.ts';
import { type Baselines, groupKeys } from '../../lib/domain/risk/peer-baselines.ts';
import { aPolicy } from '../builders.ts';
import { aPast, GROUP } from './employee-pasts.ts';

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
    expect(risk.falseAttestations.expected).toBeLessThan(1);
    expect(risk.falseAttestations.lnBf).toBeGreaterThan(3);
    expect(caseGrounds(caseCountsOf(past), risk, policy)).toContain('false_attestations');
  });
});
