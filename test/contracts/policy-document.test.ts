import { describe, expect, test } from 'vitest';
import { DEFAULT_POLICY, policySchema } from '../../lib/contracts/policy-document.ts';
import { CURRENCIES } from '../../lib/domain/shared/money.ts';
import { MISSING, withField } from './event-surgery.ts';

function pathsOf(document: unknown): readonly string[] {
  const parsed = policySchema.safeParse(document);
  return parsed.success ? [] : parsed.error.issues.map((issue) => issue.path.join('.'));
}

test('the policy that ships is read strictly, with nothing left out', () => {
  expect(policySchema.parse(DEFAULT_POLICY)).toStrictEqual(DEFAULT_POLICY);
});

test('the policy that ships has a rate for every currency in use, and rising limits', () => {
  const { ratesPpm, valueLimits } = DEFAULT_POLICY;
  expect(Object.keys(ratesPpm).toSorted()).toStrictEqual([...CURRENCIES].toSorted());
  for (const { reviewMinor, twoReviewersMinor } of Object.values(valueLimits)) {
    expect(twoReviewersMinor).toBeGreaterThan(reviewMinor);
  }
});

describe('a misspelt or unknown field is refused', () => {
  test.each([
    '',
    'holdDays',
    'weightTolerance',
    'unsupportedBudget',
    'unsupportedBudget.employee',
    'unsupportedBudget.subject',
    'content',
    'collusion.0',
    'valueLimits.EUR',
  ])('in %j', (place) => {
    const path = place === '' ? 'added' : `${place}.added`;
    expect(pathsOf(withField(DEFAULT_POLICY, path, 1))).toStrictEqual([place]);
  });
});

describe.each([
  ['version', [MISSING, 1, '', 'x'.repeat(65)]],
  ['base', [MISSING, 'XXX', 'CUP', 1]],
  ['ratesPpm.EUR', [0, -1, 1.5, '1']],
  ['valueLimits.USD', [null, 1, []]],
  ['valueLimits.USD.reviewMinor', [MISSING, -1, 0.5, '5']],
  ['valueLimits.USD.twoReviewersMinor', [MISSING, -1, 0.5]],
  ['categoryLimitPercent.gift_card', [-1, 101, 0.5, '20']],
  ['linkedDays', [MISSING, 0, 91, 1.5]],
  ['holdDays.attested', [MISSING, -1, 61, 0.5]],
  ['holdDays.instant', [MISSING, -1, 61]],
  ['recheckMinutes', [MISSING, 0, 1441]],
  ['weightTolerance.percent', [MISSING, -1, 101]],
  ['weightTolerance.grams', [MISSING, -1]],
  ['independentScanFromMinor', [MISSING, -1, 0.5, 1e21]],
  ['unsupportedBudget.employee.limitMinor', [MISSING, -1, 0.5]],
  ['unsupportedBudget.subject.halfLifeDays', [MISSING, 0, -1, '30']],
  ['takeoverFromMinor', [MISSING, -1]],
  ['content.fromMinor', [MISSING, -1]],
  ['collusion', [MISSING, {}]],
  ['collusion.0.required', [MISSING, -1, 6, 0.5]],
  ['session.takenOver', [MISSING, 1, 1001, '10']],
  ['priors.ring.2', [MISSING, -0.1, 1]],
  ['priors.ringValue.1', [MISSING, 0, 101]],
  ['priors.employeeGoodless.1', [MISSING, -0.1, 1]],
  ['priors.ringGoodless.0', [MISSING, -0.1, 1]],
  ['likelihoods.deliveredIfAccepted.1', [MISSING, 0, 1]],
  ['likelihoods.putAwayIfFailed.2', [MISSING, 0, 1]],
  ['employeeRisk.falseAttestations.rate', [MISSING, -0.1, 1.1, '0.5']],
  ['employeeRisk.falseAttestations.clip', [MISSING, [1, 8]]],
  ['employeeRisk.exceptions.floor', [MISSING, 0, '0.05']],
  ['likelihoods.commonCauses.overTheCounter', [MISSING, 0, 1, '0.01']],
  ['likelihoods.commonCauses.lostOnTheWay', [MISSING, 0, 1]],
  ['likelihoods.commonCauses.waitingAtTheSite', [MISSING, 0, 1, '0.01']],
  ['employeeRisk.openCase.days', [MISSING, 0, 1.5]],
  ['employeeRisk.openCase.falseAttestationsWeight', [MISSING, -0.1, '2.6', 3.1]],
  ['employeeRisk.claimsFoundFalse', [MISSING, 8]],
  ['employeeRisk.claimsFoundFalse.refunds', [MISSING, 0, 1.5]],
  ['employeeRisk.claimsFoundFalse.eb05', [MISSING, 0.9, '2']],
  ['employeeRisk.neverCame', [MISSING, 3]],
  ['employeeRisk.neverCame.share', [MISSING, 0.5, 1.01]],
  ['employeeRisk.neverCame.refunds', [MISSING, 0, 1.5]],
  ['employeeRisk.neverCame.eb05', [MISSING, 0.9]],
  ['priors.atMinor', [MISSING, [1, 2], [5, 4, 6], [1, 1, 2]]],
  ['priors.atMinor.0', [0, 0.5]],
] as const)('a policy is refused for %s', (path, wrong) => {
  test.each([...wrong].map((value) => [value]))('when it is %o', (value) => {
    expect(new Set(pathsOf(withField(DEFAULT_POLICY, path, value)))).toStrictEqual(new Set([path]));
  });
});

describe('the base currency', () => {
  test.each(['ratesPpm.EUR', 'valueLimits.EUR'])('is refused without %s', (path) => {
    expect(pathsOf(withField(DEFAULT_POLICY, path, MISSING))).toStrictEqual(['base']);
  });
});
