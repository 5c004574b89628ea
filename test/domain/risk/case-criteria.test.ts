import { describe, expect, test } from 'vitest';
import type { DecayedCounts } from '../../../lib/domain/history/decayed-history.ts';
import {
  type CaseCounts,
  type CaseRisk,
  caseGrounds,
  caseRisk,
} from '../../../lib/domain/risk/case-criteria.ts';
import { type Baselines, groupKeys } from '../../../lib/domain/risk/peer-baselines.ts';
import { aPolicy } from '../../builders.ts';
import { aPast, GROUP } from '../employee-pasts.ts';

/** Returns the baselines of ten people who each have these counts. */
function tenWith(counts: Partial<DecayedCounts>): Baselines {
  const thousandths = Object.entries(counts).map(([counter, count]) => [counter, count * 10_000]);
  const groups = groupKeys(GROUP).map((key) => [key, Object.fromEntries(thousandths)]);
  return { version: 'v1', day: '2026-11-22', groups: Object.fromEntries(groups) };
}

describe('the grounds to open a case', () => {
  const { openCase } = aPolicy().employeeRisk;
  const none: CaseCounts = {
    incidents: 9,
    falseAttestations: 0,
    reviewers: 0,
    falseClaims: 0,
    claimReviewers: 0,
    neverCame: 0,
    falseDays: openCase.days,
  };
  const found = (observed: number, expected = 0.5) => ({
    falseAttestations: { observed, expected, lnBf: 0 },
  });
  const asExpected = { observed: 0, expected: 1, interval: { eb05: 0, eb95: 1, af05: 0 } };
  /** Certain, with ten times the peers' exceptions. */
  const risk: CaseRisk = {
    q: 1,
    ...found(0),
    exceptions: { observed: 300, expected: 30 },
    counted: { claimsFoundFalse: asExpected, neverCame: asExpected },
    unscanned: 0,
  };
  const enough = { falseAttestations: openCase.falseAttestations, reviewers: openCase.reviewers };
  const { falseAttestationsWeight: least, falseAttestationsRatio: ratio } = openCase;

  test.each([
    ['all at the threshold', enough, found(least), ['false_attestations']],
    ['the same, however low Q is', enough, { ...found(least), q: 0 }, ['false_attestations']],
    ['exceptions and incidents alone, however many', {}, {}, []],
    ['as many, but spread over half a year, as errors are', enough, found(least - 0.1), []],
    ['one fewer', { ...enough, falseAttestations: openCase.falseAttestations - 1 }, found(9), []],
    ['one reviewer fewer', { ...enough, reviewers: openCase.reviewers - 1 }, found(9), []],
    [
      'all of one day, which may be one thief’s work',
      { ...enough, falseDays: openCase.days - 1 },
      found(9),
      [],
    ],
    ['as many as peers have', { falseAttestations: 9, reviewers: 9 }, found(9, 8), []],
    ['just beyond that', { falseAttestations: 9, reviewers: 9 }, found(9, 9 / ratio), ['false_attestations']],
  ] as const)('with %s', (_name, counts, risks, grounds) => {
    expect(caseGrounds({ ...none, ...counts }, { ...risk, ...risks }, aPolicy())).toStrictEqual(grounds);
  });
});

describe('an agent who grants claims that are found false', () => {
  const policy = aPolicy();
  const { refunds } = policy.employeeRisk.claimsFoundFalse;
  const { reviewers: enough } = policy.employeeRisk.openCase;
  /** Ten agents at one centre grant 800 claims each; one in fifty is found false. */
  const usual = { low: 800, goodless: 800, falseClaims: 16 };
  const centre = (counts: Partial<DecayedCounts> = usual) => tenWith(counts);
  const groundsOf = (
    counts: Partial<DecayedCounts>,
    { falseClaims = counts.falseClaims ?? 0, claimReviewers = enough, peers = centre() } = {},
  ) => {
    const recent = { incidents: 0, falseAttestations: 0, falseClaims, neverCame: 0 };
    const risk = caseRisk({ group: GROUP, past: aPast({ ...usual, ...counts }) }, peers, policy);
    return caseGrounds({ ...recent, reviewers: 0, claimReviewers, falseDays: 0 }, risk, policy);
  };

  test('has a case opened, though nobody blames him and all else is as peers do', () => {
    expect(groundsOf({ falseClaims: 60 })).toStrictEqual(['claims_found_false']);
    expect(groundsOf({ falseClaims: 60 }, { falseClaims: refunds })).toStrictEqual(['claims_found_false']);
  });

  test.each([
    ['as many as peers have', { falseClaims: 16 }, {}],
    ['half more than peers have, as chance gives', { falseClaims: 24 }, {}],
    ['too few to convince', { falseClaims: 60 }, { falseClaims: refunds - 1 }],
    ['all found by one reviewer', { falseClaims: 60 }, { claimReviewers: enough - 1 }],
    [
      'as many as others who serve the same customers',
      { falseClaims: 60 },
      { peers: centre({ ...usual, falseClaims: 60 }) },
    ],
  ] as const)('has none where they are %s', (_name, counts, how) => {
    expect(groundsOf(counts, how)).toStrictEqual([]);
  });

  test('moves no risk by it: his refunds are judged as before', () => {
    const q = (falseClaims: number) =>
      caseRisk({ group: GROUP, past: aPast({ ...usual, falseClaims }) }, centre(), policy).q;
    expect(q(60)).toBe(q(0));
  });
});

describe('a clerk of whose returns more never came', () => {
  const policy = aPolicy();
  const {
    openCase,
    neverCame: { refunds },
  } = policy.employeeRisk;
  /** Ten clerks at one site take 600 returns each; one in a thousand leaves no scan at all. */
  const usual = { low: 400, mid: 200, neverCame: 0.6 };
  const site = (counts: Partial<DecayedCounts> = usual) => tenWith(counts);
  const groundsOf = (
    counts: Partial<DecayedCounts>,
    { neverCame = counts.neverCame ?? 0, falseDays = openCase.days, peers = site() } = {},
  ) => {
    const recent = { incidents: 0, falseAttestations: 0, falseClaims: 0, neverCame };
    const risk = caseRisk({ group: GROUP, past: aPast({ ...usual, ...counts }) }, peers, policy);
    return caseGrounds({ ...recent, reviewers: 0, claimReviewers: 0, falseDays }, risk, policy);
  };

  test('has a case opened, though no reviewer ever answered', () => {
    expect(groundsOf({ neverCame: 5 }, { neverCame: refunds })).toStrictEqual(['never_came']);
  });

  test.each([
    ['as many as peers have', { neverCame: 0.6 }, {}],
    ['too few to convince', { neverCame: 5 }, { neverCame: refunds - 1 }],
    ['all of one day', { neverCame: 5 }, { neverCame: refunds, falseDays: openCase.days - 1 }],
    [
      'few among many returns',
      { mid: 2000, neverCame: 3 },
      { peers: site({ ...usual, mid: 2000, neverCame: 2 }) },
    ],
    [
      'as many as everybody has at a site whose scans get lost',
      { neverCame: 60 },
      { peers: site({ ...usual, neverCame: 60 }) },
    ],
  ] as const)('has none where they are %s', (_name, counts, how) => {
    expect(groundsOf(counts, how)).toStrictEqual([]);
  });

  const unscanned = { high: 60, highExceptions: 58, neverCame: 50 };

  test.each([
    ['alone there', tenWith({})],
    ['with ten others', site({ high: 60, highExceptions: 58 })],
  ] as const)('has none where nobody owns a scanner, %s', (_name, peers) => {
    expect(groundsOf(unscanned, { peers })).toStrictEqual([]);
  });

  test('has one where the others’ returns are scanned', () => {
    const scanned = site({ high: 60, highExceptions: 3 });
    expect(groundsOf(unscanned, { peers: scanned })).toStrictEqual(['never_came']);
  });

  test('is compared with nobody while the directory does not say where they work', () => {
    const past = aPast({ ...usual, high: 60, highExceptions: 10, neverCame: 8 });
    const group = { ...GROUP, siteId: 'unknown' };
    expect(caseRisk({ group, past }, site({ high: 60, highExceptions: 60 }), policy).unscanned).toBeCloseTo(
      1 / 6,
    );
  });

  test('moves no risk by it: the refunds are judged as before', () => {
    const q = (neverCame: number) =>
      caseRisk({ group: GROUP, past: aPast({ ...usual, neverCame }) }, site(), policy).q;
    expect(q(60)).toBe(q(0));
  });
});
