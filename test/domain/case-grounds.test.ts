import { describe, expect, test } from 'vitest';
import { type Baselines, groupKeys } from '../../lib/domain/baselines.ts';
import { type CaseCounts, type CaseRisk, caseGrounds, caseRisk } from '../../lib/domain/case-grounds.ts';
import type { DecayedCounts } from '../../lib/domain/decayed-history.ts';
import { employeeInterval } from '../../lib/domain/employee-risk.ts';
import { aPolicy } from '../builders.ts';
import { aPast, GROUP } from './employee-pasts.ts';

/** Answers the baselines of ten people who each have these counts. */
function tenWith(counts: Partial<DecayedCounts>): Baselines {
  const thousandths = Object.entries(counts).map(([counter, count]) => [counter, count * 10_000]);
  const groups = groupKeys(GROUP).map((key) => [key, Object.fromEntries(thousandths)]);
  return { version: 'v1', day: '2026-11-22', groups: Object.fromEntries(groups) };
}

describe('the grounds to open a case', () => {
  const { openCase } = aPolicy().employeeRisk;
  const none: CaseCounts = {
    incidents: openCase.incidents,
    falseAttestations: 0,
    reviewers: 0,
    falseClaims: 0,
    claimReviewers: 0,
    neverCame: 0,
    falseDays: openCase.days,
  };
  const asExpected = { observed: 0, expected: 1, interval: { eb05: 0, eb95: 1, af05: 0 } };
  const risk = (overrides: Partial<CaseRisk> = {}): CaseRisk => ({
    q: openCase.q,
    qBurst: 0,
    channels: [{ channel: 'exceptions_mid', observed: 30, expected: 3, lnBf: 8 }],
    counted: { claimsFoundFalse: asExpected, neverCame: asExpected },
    ...overrides,
  });
  const groundsOf = (overrides: Partial<CaseCounts & CaseRisk>) =>
    caseGrounds({ ...none, ...overrides }, risk(overrides), aPolicy());
  const attestations = (observed: number, expected = 0.5) => [
    { channel: 'false_attestations', observed, expected, lnBf: 0 } as const,
  ];
  const rate = (observed: number) => [
    { channel: 'exceptions_mid', observed, expected: 3, lnBf: 8 } as const,
    { channel: 'near_threshold', observed: 900, expected: 1, lnBf: 4 } as const,
  ];

  test.each([
    ['all at the threshold', {}, ['rate_against_peers']],
    ['Q a little lower', { q: openCase.q - 1e-9 }, []],
    ['one incident fewer', { incidents: openCase.incidents - 1 }, []],
    ['a rate like the peers’', { channels: rate(3) }, []],
    [
      'false attestations by enough reviewers',
      { q: 0, falseAttestations: 3, reviewers: 2, channels: attestations(2.9) },
      ['false_attestations'],
    ],
    [
      'as many, but spread over half a year, as errors are',
      { q: 0, falseAttestations: 3, reviewers: 2, channels: attestations(2.5) },
      [],
    ],
    [
      'one false attestation fewer',
      { q: 0, falseAttestations: openCase.falseAttestations - 1, reviewers: 2, channels: attestations(9) },
      [],
    ],
    [
      'one reviewer fewer',
      { q: 0, falseAttestations: 9, reviewers: openCase.reviewers - 1, channels: attestations(9) },
      [],
    ],
    [
      'all of one day, which may be one thief’s work',
      { q: 0, falseAttestations: 9, reviewers: 9, falseDays: openCase.days - 1, channels: attestations(9) },
      [],
    ],
    [
      'as many false attestations as peers have',
      { q: 0, falseAttestations: 9, reviewers: 9, channels: attestations(9, 8) },
      [],
    ],
    [
      'both',
      {
        falseAttestations: openCase.falseAttestations,
        reviewers: openCase.reviewers,
        channels: [...rate(30), ...attestations(openCase.falseAttestationsWeight)],
      },
      ['rate_against_peers', 'false_attestations'],
    ],
  ] as const)('with %s are %j', (_name, overrides, grounds) => {
    expect(groundsOf(overrides)).toStrictEqual(grounds);
  });

  test('ask for the least the rate may be, over all values together', () => {
    const least = (observed: number) => employeeInterval(risk({ channels: rate(observed) })).eb05;
    expect(least(30)).toBeGreaterThan(openCase.eb05);
    const edge = Array.from({ length: 300 }, (_, tenth) => tenth / 10).find(
      (observed) => least(observed) >= openCase.eb05,
    );
    expect(groundsOf({ channels: rate(edge ?? 0) })).toStrictEqual(['rate_against_peers']);
    expect(groundsOf({ channels: rate((edge ?? 0) - 0.1) })).toStrictEqual([]);
  });

  test('state how much of the rate peers do not explain', () => {
    const { eb05, eb95, af05 } = employeeInterval(risk());
    expect(eb05).toBeLessThan(10);
    expect(eb95).toBeGreaterThan(10);
    expect(af05).toBeCloseTo(1 - 1 / eb05, 12);
    expect(employeeInterval(risk({ q: 0, channels: [] })).af05).toBe(0);
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

  test('moves no risk by it: the refunds are judged as before', () => {
    const q = (neverCame: number) =>
      caseRisk({ group: GROUP, past: aPast({ ...usual, neverCame }) }, site(), policy).q;
    expect(q(60)).toBe(q(0));
  });
});
