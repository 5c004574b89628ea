import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type BrokenRule,
  expectedCost,
  fraudProbability,
  fraudWeights,
  type ProbabilityInputs,
} from '../../../lib/domain/decision/fraud-probability.ts';
import { weightReasons } from '../../../lib/domain/decision/weight-reasons.ts';
import { EVIDENCE_ITEMS } from '../../../lib/domain/evidence/likelihood.ts';
import { aPolicy } from '../../builders.ts';

const POLICY = aPolicy();
const AT = POLICY.priors.atMinor;
const PLACES = [0, 1, 2] as const;

const share = fc.double({ min: 0.01, max: 0.99, noNaN: true });
const risk = fc.double({ min: 0, max: 0.999, noNaN: true });
const sign = fc.boolean();

const someInputs: fc.Arbitrary<ProbabilityInputs> = fc.record({
  request: fc.record({
    claim: fc.constantFrom('returned' as const, 'not_received', 'damaged', 'returnless'),
    session: fc.option(fc.record({ newDevice: sign, offShift: sign, wrongSite: sign }), { nil: undefined }),
  }),
  baseMinor: fc.integer({ min: 1, max: 2_000_000 }),
  weighed: fc.array(
    fc.record({
      item: fc.constantFrom(...EVIDENCE_ITEMS),
      present: fc.boolean(),
      likelihood: fc.tuple(share, share, share),
    }),
    { maxLength: 8 },
  ),
  passedByMarker: fc.boolean(),
  qEmployee: risk,
  qRing: risk,
  broken: fc.subarray<BrokenRule>(['R6', 'R7']),
});

/** Nobody has a past, and no evidence is weighed. */
const NOTHING_KNOWN = {
  weighed: [],
  passedByMarker: false,
  qEmployee: 0,
  qRing: 0,
  broken: [],
} as const;

const probabilityOf = (inputs: ProbabilityInputs) => fraudProbability(inputs, POLICY);

const oddsOf = (probability: number) => probability / (1 - probability);

describe('the probability of fraud', () => {
  test('is what its weights in decibans sum to', () => {
    fc.assert(
      fc.property(someInputs, (inputs) => {
        const probability = fraudProbability(inputs, POLICY);
        const weights = fraudWeights(inputs, POLICY);
        expect(probability).toBeGreaterThan(0);
        expect(probability).toBeLessThan(1);
        const decibans = weights.reduce((sum, { db }) => sum + db, 0);
        const goods = 1 - probability;
        // A probability next to one leaves few digits of the rest to compare.
        if (goods > 1e-9) expect(decibans).toBeCloseTo(10 * Math.log10(probability / goods), 4);
      }),
      { numRuns: 1000 },
    );
  });

  test.each(['qEmployee', 'qRing'] as const)('never falls as %s grows', (name) => {
    fc.assert(
      fc.property(someInputs, risk, risk, (inputs, a, b) => {
        const bare = { ...inputs, weighed: inputs.weighed.map(toAnswerSame) };
        const at = (value: number) => probabilityOf({ ...bare, [name]: value });
        expect(at(Math.max(a, b))).toBeGreaterThanOrEqual(at(Math.min(a, b)) - 1e-12);
      }),
      { numRuns: 1000 },
    );
  });

  test.each(['newDevice', 'offShift', 'wrongSite'] as const)(
    'never falls as the session shows one more sign: %s',
    (name) => {
      fc.assert(
        fc.property(someInputs, (inputs) => {
          const bare = { ...inputs, weighed: inputs.weighed.map(toAnswerSame) };
          const { claim, session } = bare.request;
          const at = (value: boolean) =>
            probabilityOf({ ...bare, request: { claim, session: { ...session, [name]: value } } });
          expect(at(true)).toBeGreaterThanOrEqual(at(false) - 1e-12);
        }),
        { numRuns: 1000 },
      );
    },
  );

  const WORST_SESSION = { newDevice: true, offShift: true, wrongSite: true } as const;

  test('is capped in what a session may add', () => {
    const request = { claim: 'not_received', session: WORST_SESSION } as const;
    const odds =
      oddsOf(POLICY.priors.notReceived[0]) + oddsOf(POLICY.priors.nothing[0]) * (POLICY.session.most - 1);
    expect(probabilityOf({ request, baseMinor: AT[0], ...NOTHING_KNOWN })).toBeCloseTo(odds / (1 + odds), 12);
  });

  test.each(['not_received', 'damaged', 'returnless'] as const)(
    'is moved by the session no further on a claim than accounts in other hands explain: %s',
    (claim) => {
      const request = { claim, session: { newDevice: true } };
      const moved = oddsOf(probabilityOf({ request, baseMinor: AT[1], ...NOTHING_KNOWN }));
      const still = oddsOf(probabilityOf({ request: { claim }, baseMinor: AT[1], ...NOTHING_KNOWN }));
      const accounts = oddsOf(POLICY.priors.nothing[1]);
      expect(moved - still).toBeCloseTo(accounts * (POLICY.session.newDevice - 1), 12);
    },
  );

  test('is the base rate where nothing else is known, by claim and value', () => {
    const { priors } = POLICY;
    const of = (claim: ProbabilityInputs['request']['claim'], baseMinor: number) =>
      probabilityOf({ request: { claim }, baseMinor, ...NOTHING_KNOWN });
    for (const place of PLACES) {
      expect(of('not_received', AT[place])).toBeCloseTo(priors.notReceived[place], 12);
      expect(of('damaged', AT[place])).toBeCloseTo(priors.damaged[place], 12);
      const none = (1 - priors.nothing[place]) * (1 - priors.decoy[place]);
      expect(of('returned', AT[place])).toBeCloseTo(1 - none, 12);
    }
    expect(of('damaged', 1)).toBe(of('damaged', AT[0]));
    expect(of('damaged', 10 * AT[2])).toBe(of('damaged', AT[2]));
  });

  test('makes no step as the value grows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000_000 }), (baseMinor) => {
        const at = (minor: number) =>
          probabilityOf({ request: { claim: 'not_received' }, baseMinor: minor, ...NOTHING_KNOWN });
        expect(at(baseMinor + 1)).toBeGreaterThanOrEqual(at(baseMinor));
        expect(at(baseMinor + 1) - at(baseMinor)).toBeLessThan(0.001);
      }),
      { numRuns: 1000 },
    );
  });

  test('of a proven ring’s return is the ring’s share, which nothing and a decoy have between them', () => {
    const { nothing, decoy, ring } = POLICY.priors;
    for (const place of PLACES) {
      const baseMinor = AT[place];
      const inputs = { ...NOTHING_KNOWN, request: { claim: 'returned' }, baseMinor, qRing: 1 } as const;
      const honest = (1 - nothing[place]) * (1 - decoy[place]) * (1 - ring[place]);
      expect(probabilityOf(inputs)).toBeCloseTo(1 - honest, 12);
    }
  });

  test('of what a proven bad employee lets out is his share: one of returns, another of claims without goods', () => {
    const { nothing, returnless, employee, employeeGoodless, employeeDecoyShare, decoy } = POLICY.priors;
    for (const place of PLACES) {
      const suspect = { ...NOTHING_KNOWN, baseMinor: AT[place], qEmployee: 1 };
      const granted = probabilityOf({ ...suspect, request: { claim: 'returnless' } });
      expect(granted).toBeCloseTo(1 - (1 - returnless[place]) * (1 - employeeGoodless[place]), 12);
      const noGhost = (1 - nothing[place]) * (1 - employee[place]);
      const noDecoy = (1 - decoy[place]) * (1 - employeeDecoyShare * employee[place]);
      const returned = probabilityOf({ ...suspect, request: { claim: 'returned' } });
      expect(returned).toBeCloseTo(1 - noGhost * noDecoy, 12);
    }
  });

  test.each(['qEmployee', 'qRing'] as const)('is no number where %s is none, never a small one', (name) => {
    const inputs = { ...NOTHING_KNOWN, request: { claim: 'returned' }, baseMinor: AT[1] } as const;
    const probability = probabilityOf({ ...inputs, [name]: Number.NaN });
    expect(probability).toBeNaN();
    expect(expectedCost(probability, AT[1], POLICY).isReviewWorth).toBe(true);
  });

  test('is moved by a suspected ring the more, the likelier a ring is to ask for that value', () => {
    const { ringRisk, priors } = POLICY;
    const policyWith = (ratio: number) =>
      aPolicy({ priors: { ...priors, ringValue: [ratio, ratio, ratio] } });
    const at = (ratio: number, qRing: number) =>
      fraudProbability(
        { ...NOTHING_KNOWN, request: { claim: 'returned' }, baseMinor: AT[1], qRing },
        policyWith(ratio),
      );
    expect(at(4, 0.3)).toBeGreaterThan(at(1, 0.3));
    expect(at(0.1, 0.3)).toBeLessThan(at(1, 0.3));
    expect(at(4, ringRisk.prior)).toBe(at(0.1, ringRisk.prior));
    expect(at(0.1, 1)).toBeCloseTo(at(4, 1), 12);
  });

  test('has its odds multiplied by each hard rule that speaks of fraud by itself', () => {
    const oddsWith = (broken: readonly BrokenRule[]) =>
      oddsOf(probabilityOf({ ...NOTHING_KNOWN, request: { claim: 'damaged' }, baseMinor: AT[1], broken }));
    const { R6, R7 } = POLICY.ruleRatios;
    expect(oddsWith(['R6']) / oddsWith([]) / R6).toBeCloseTo(1, 6);
    expect(oddsWith(['R6', 'R7']) / oddsWith([]) / (R6 * R7)).toBeCloseTo(1, 6);
  });

  test('takes a pass by a marker who is in it for nothing', () => {
    const inputs = {
      ...NOTHING_KNOWN,
      request: { claim: 'returned' },
      baseMinor: AT[2],
      weighed: [{ item: 'dock', present: true, likelihood: [0.9, 0.001, 0.4] }],
      qEmployee: 1 - 1e-9,
    } as const;
    const unmarked = probabilityOf({ ...inputs, passedByMarker: false });
    expect(probabilityOf({ ...inputs, passedByMarker: true })).toBeGreaterThanOrEqual(unmarked);
    const honest = { ...inputs, qEmployee: 0 };
    expect(probabilityOf({ ...honest, passedByMarker: true })).toBeLessThan(
      probabilityOf({ ...honest, passedByMarker: false }),
    );
  });
});

/** A piece that does not tell a decoy from nothing: more reason for the one is then never less for both. */
function toAnswerSame<Piece extends ProbabilityInputs['weighed'][number]>(piece: Piece): Piece {
  const [goods, nothing] = piece.likelihood;
  return { ...piece, likelihood: [goods, nothing, nothing] };
}

describe('the price of a review', () => {
  const policy = aPolicy({
    costs: { reviewMinor: 400, frictionMinor: 600, reviewerSensitivity: 0.9, shadowPrice: 1 },
  });

  // At p = 1/2 and sensitivity 0.9: 0.45 A > 400 + 300.
  test.each([
    [1555, false],
    [1556, true],
  ])('is worth it from where p·A exceeds what asking costs: %i %s', (baseMinor, isReviewWorth) => {
    expect(expectedCost(0.5, baseMinor, policy)).toStrictEqual({
      lossMinor: Math.round(baseMinor / 2),
      isReviewWorth,
    });
  });

  test('rises with the price of a place in a full queue', () => {
    const full = aPolicy({ costs: { ...policy.costs, shadowPrice: 3 } });
    expect(expectedCost(0.5, 1556, full).isReviewWorth).toBe(false);
    // 0.45 A > 1200 + 300.
    expect(expectedCost(0.5, 3333, full).isReviewWorth).toBe(false);
    expect(expectedCost(0.5, 3334, full).isReviewWorth).toBe(true);
  });

  test('asks a person where the probability is no number: unknown is not small', () => {
    expect(expectedCost(Number.NaN, 1000, policy).isReviewWorth).toBe(true);
  });

  test('is never worth it for nothing at stake, and never less worth it for more', () => {
    fc.assert(
      fc.property(share, fc.nat(1_000_000), fc.nat(1_000_000), (probability, a, b) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)].map(
          (minor) => expectedCost(probability, minor, policy).isReviewWorth,
        );
        expect(less === true && more === false).toBe(false);
        expect(expectedCost(probability, 0, policy).isReviewWorth).toBe(false);
      }),
    );
  });
});

describe('weights as reasons', () => {
  const weight = (
    source: 'base_rate' | 'employee_history' | 'session' | 'dock',
    db: number,
    present = true,
  ) => ({
    source,
    present,
    db,
  });

  test('name each source by its sentence, to a tenth of a deciban', () => {
    const weights = [
      weight('base_rate', -24.96),
      weight('employee_history', 3.14),
      weight('session', 17.78),
      weight('dock', -12.34),
      weight('dock', 8.08, false),
    ];
    expect(weightReasons(weights)).toStrictEqual([
      { code: 'W01_BASE_RATE', facts: {}, weightDb: -25 },
      { code: 'W02_EMPLOYEE_HISTORY', facts: {}, weightDb: 3.1 },
      { code: 'W05_SESSION', facts: {}, weightDb: 17.8 },
      { code: 'W06_EVIDENCE_PRESENT', facts: { kind: 'dock' }, weightDb: -12.3 },
      { code: 'W07_EVIDENCE_MISSING', facts: { kind: 'dock' }, weightDb: 8.1 },
    ]);
  });

  test('leave out what nobody could tell from nothing, but never the base rate', () => {
    const weights = [weight('base_rate', 0.1), weight('employee_history', 0.49), weight('dock', -0.49)];
    const kept = weightReasons([...weights, weight('session', -0.5)]);
    expect(kept.map(({ code }) => code)).toStrictEqual(['W01_BASE_RATE', 'W05_SESSION']);
  });
});
