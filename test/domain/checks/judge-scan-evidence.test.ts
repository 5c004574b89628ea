import { describe, expect, test } from 'vitest';
import { judgeScanEvidence } from '../../../lib/domain/checks/judge-scan-evidence.ts';
import type { Scan } from '../../../lib/domain/evidence/scan.ts';
import type { RefundRequest } from '../../../lib/domain/refund/refund-request.ts';
import { messageOf } from '../../../lib/domain/shared/reasons.ts';
import { aPolicy, aRefund, aScan, aTrail, eur, SCANS, scanFacts, WHO } from '../../builders.ts';

function check(scans: readonly Scan[], overrides: Partial<RefundRequest> = {}) {
  return judgeScanEvidence(aRefund(overrides), scanFacts(aTrail(scans)), aPolicy());
}

function codes(scans: readonly Scan[], minor: number, overrides: Partial<RefundRequest> = {}) {
  return check(scans, { amount: eur(minor), ...overrides }).reasons.map(({ code }) => code);
}

const { dock, mark, putAway, rightSerial, goodCondition, wrongWeight, wrongSerial, badCondition } = SCANS;
const carrierOnly = [SCANS.accept, SCANS.delivered, mark];

describe('R1, an independent scan from 150.00 on', () => {
  test.each([
    [14_999, []],
    [15_000, ['E01_NO_INDEPENDENT_SCAN', 'E03_TOO_FEW_ATTESTORS']],
    [15_001, ['E01_NO_INDEPENDENT_SCAN', 'E03_TOO_FEW_ATTESTORS']],
  ])('at %i minor units, a mark and carrier scans leave %j', (minor, expected) => {
    expect(codes(carrierOnly, minor)).toStrictEqual(expected);
  });

  test.each([
    [17_440, []],
    [17_441, ['E01_NO_INDEPENDENT_SCAN', 'E03_TOO_FEW_ATTESTORS']],
  ])('is measured in the base currency: USD %i leaves %j', (minor, expected) => {
    expect(codes(carrierOnly, 0, { amount: { currency: 'USD', minor } })).toStrictEqual(expected);
  });

  test('holds an amount whose value is not known, as if it were the highest', () => {
    const amount = { currency: 'XXX', minor: 1 };
    expect(codes(carrierOnly, 0, { amount })).toStrictEqual([
      'E01_NO_INDEPENDENT_SCAN',
      'E02_CONTENT_NOT_VOUCHED',
      'E03_TOO_FEW_ATTESTORS',
    ]);
  });

  test.each([
    ['a fixed dock scan', dock],
    ['a put-away by another', putAway],
    ['an independent serial match', rightSerial],
  ])('is satisfied by %s', (_name, scan) => {
    const finding = check([mark, scan], { amount: eur(15_000) });
    expect(finding.reasons).toStrictEqual([]);
    expect(finding.supported).toBe(true);
    expect(finding.collusion).toStrictEqual({ required: 1, observed: 1 });
  });

  test.each([
    ['a put-away by the marker', { ...putAway, attestor: WHO.marker }],
    ['a dock scan by a person', { ...dock, attestor: WHO.inspector }],
    ['a keyed serial', { ...rightSerial, attestor: { ...WHO.inspector, capture: 'keyed' } }],
    ['a keyed put-away', { ...putAway, attestor: { ...WHO.stower, capture: 'keyed' } }],
    ['a right weight', SCANS.rightWeight],
    ['a second mark', { ...mark, id: 'mark-2', key: 'mark-2', attestor: WHO.inspector }],
    ['a passed inspection alone', goodCondition],
  ] as const)('is not satisfied by %s', (_name, scan) => {
    const finding = check([mark, scan], { amount: eur(15_000) });
    expect(finding.reasons.map(({ code }) => code)).toContain('E01_NO_INDEPENDENT_SCAN');
    expect(finding.supported).toBe(false);
  });

  test('is not satisfied by a dock scan when the weight is wrong', () => {
    const finding = check([dock, wrongWeight], { amount: eur(15_000) });
    expect(finding.reasons.map(({ code }) => code)).toStrictEqual([
      'E01_NO_INDEPENDENT_SCAN',
      'E03_TOO_FEW_ATTESTORS',
    ]);
    expect(finding.supported).toBe(false);
  });

  test('is not satisfied by nothing, and a return without RMA has no trail', () => {
    const finding = check([], { amount: eur(15_000), rmaId: undefined });
    expect(finding.supported).toBe(false);
    expect(finding.trail).toBeNull();
  });
});

describe('R5, the content from 400.00 on', () => {
  test.each([
    ['only the dock', [dock], 39_999, []],
    ['only the dock', [dock], 40_000, ['E02_CONTENT_NOT_VOUCHED']],
    ['only the dock', [dock], 40_001, ['E02_CONTENT_NOT_VOUCHED']],
    ['a put-away by another', [putAway], 40_000, []],
    ['a put-away by another', [putAway], 199_999, []],
    ['a put-away by another', [putAway], 200_000, ['E02_CONTENT_NOT_VOUCHED', 'E03_TOO_FEW_ATTESTORS']],
    ['a dock and a put-away', [dock, putAway], 199_999, []],
    ['a dock and a put-away', [dock, putAway], 200_000, ['E02_CONTENT_NOT_VOUCHED']],
    ['a serial match', [rightSerial], 199_999, []],
    ['a serial match', [rightSerial], 200_000, ['E03_TOO_FEW_ATTESTORS']],
    ['a serial match and a dock', [rightSerial, dock], 200_000, []],
    ['an inspection and a dock', [goodCondition, dock], 40_000, []],
    ['an inspection and a dock', [goodCondition, dock], 200_000, []],
    [
      'the marker’s inspection and a dock',
      [{ ...goodCondition, attestor: WHO.marker }, dock],
      40_000,
      ['E02_CONTENT_NOT_VOUCHED'],
    ],
  ] as const)('with %s (%#): %j', (_name, scans, minor, expected) => {
    expect(codes([mark, ...scans], minor)).toStrictEqual(expected);
  });
});

describe('a reason why no scan counts says which of these it is', () => {
  const by = (scan: Scan, capture: 'scanned' | 'keyed' | 'api' | undefined): Scan => ({
    ...scan,
    attestor: { ...scan.attestor, capture },
  });
  const own = { ...putAway, attestor: WHO.marker };
  const till = new Map([[WHO.marker.id, 'shared'] as const, [WHO.stower.id, null] as const]);
  const because = (scans: readonly Scan[], minor: number, more: Parameters<typeof scanFacts>[1] = {}) => {
    const request = aRefund({
      amount: eur(minor),
      markedBy: scans.includes(mark) ? WHO.marker.id : undefined,
    });
    const { reasons } = judgeScanEvidence(request, scanFacts(aTrail(scans), more), aPolicy());
    return Object.fromEntries(reasons.map(({ code, facts }) => [code.slice(0, 3), facts['because']]));
  };

  test.each([
    ['nobody scanned', [mark], 'no_scan', 'no_scan'],
    ['nobody scanned, and nobody is named', [], 'no_scan', 'no_scan'],
    ['only the marker scanned', [mark, own], 'no_scan', 'no_scan'],
    ['a person scanned at the dock', [mark, { ...dock, attestor: WHO.inspector }], 'no_scan', 'no_scan'],
    [
      'others sent it by API',
      [mark, by(putAway, 'api'), by(goodCondition, 'api')],
      'not_scanned',
      'not_scanned',
    ],
    ['another keyed it', [mark, by(rightSerial, 'keyed')], 'not_scanned', 'not_scanned'],
    ['another does not say how', [mark, by(putAway, undefined)], 'not_scanned', 'not_scanned'],
    ['the dock was keyed', [by(dock, 'keyed')], 'not_scanned', 'no_scan'],
    ['others scanned, and no marker is named', [goodCondition, putAway], 'marker_unknown', 'marker_unknown'],
    ['a scale contradicts the dock', [mark, dock, wrongWeight], 'not_enough', 'no_scan'],
  ] as const)('%s', (_name, scans, e01, e02) => {
    expect(because(scans, 40_000)).toStrictEqual({ E01: e01, E02: e02, E03: undefined });
  });

  test('the marker is a login that many share', () => {
    const said = { E01: 'marker_unknown', E02: 'marker_unknown', E03: undefined };
    expect(because([mark, putAway], 40_000, { people: till })).toStrictEqual(said);
  });

  test('who scanned has the device of the marker', () => {
    const attestor = { ...WHO.stower, deviceId: WHO.marker.deviceId };
    const said = { E01: 'no_other_witness', E02: 'no_other_witness', E03: undefined };
    expect(because([mark, { ...putAway, attestor }], 40_000)).toStrictEqual(said);
  });

  test('from 2,000 on a put-away that was keyed would not be enough either', () => {
    const said = { E01: 'not_scanned', E02: 'no_scan', E03: undefined };
    expect(because([mark, by(putAway, 'keyed')], 200_000)).toStrictEqual(said);
  });

  test('no text claims that nobody else scanned, or asks for what cannot help', () => {
    const codes = ['E01_NO_INDEPENDENT_SCAN', 'E02_CONTENT_NOT_VOUCHED', 'E03_TOO_FEW_ATTESTORS'] as const;
    for (const message of codes.map(messageOf)) {
      expect(message).not.toMatch(/nobody|anybody/i);
      expect(message).toMatch(/if the marker is known/);
    }
  });
});

describe('the collusion number', () => {
  const observed = (scans: readonly Scan[], minor = 250_000) =>
    check(scans, { amount: eur(minor) }).collusion;

  test.each([
    [14_999, 0],
    [15_000, 1],
    [199_999, 1],
    [200_000, 2],
  ])('demanded at %i is %i', (minor, required) => {
    expect(observed([], minor)).toStrictEqual({ required, observed: 0 });
  });

  test('counts distinct attestors, not scans', () => {
    const both = { ...goodCondition, attestor: WHO.stower };
    expect(observed([putAway, both]).observed).toBe(1);
    expect(observed([putAway, goodCondition]).observed).toBe(2);
    expect(observed([putAway, goodCondition, dock]).observed).toBe(3);
  });

  test('does not count the marker, the carrier or a keyed entry', () => {
    const keyed = { ...rightSerial, attestor: { ...WHO.inspector, capture: 'keyed' } } as const;
    const own = { ...putAway, attestor: WHO.marker };
    expect(observed([mark, own, keyed, SCANS.delivered, SCANS.rightWeight]).observed).toBe(0);
  });

  test('counts a dock only without a wrong weight, and a serial match only when all are covered', () => {
    expect(observed([dock, wrongWeight]).observed).toBe(0);
    const lines = aRefund().lines.map((line) => ({ ...line, quantity: 2, serials: ['SN1', 'SN2'] }));
    expect(check([rightSerial], { lines }).collusion.observed).toBe(0);
    expect(check([{ ...rightSerial, serials: ['SN1', 'SN2'] }], { lines }).collusion.observed).toBe(1);
  });
});

describe('evidence against the return', () => {
  test.each([
    ['a wrong weight', wrongWeight, SCANS.rightWeight],
    ['a wrong serial', wrongSerial, rightSerial],
    ['a failed inspection', badCondition, goodCondition],
  ])('supports it less than the same scan for it would: %s', (_name, against, speaksFor) => {
    expect(check([dock, against]).evidence).toBeLessThan(check([dock, speaksFor]).evidence);
  });
});

describe('the soft exception', () => {
  const exceptionOf = (scans: readonly Scan[], overrides: Partial<RefundRequest> = {}) =>
    check(scans, overrides).exceptionPermille;

  test('is what is missing of the evidence score, in whole thousandths', () => {
    const { evidence, exceptionPermille } = check([dock]);
    expect(exceptionPermille.now).toBe(Math.round((1 - evidence) * 1000));
  });

  test('grows to nearly all of it once everything was to come and nothing came', () => {
    const { now, settled } = exceptionOf([mark]);
    expect(settled).toBeGreaterThanOrEqual(now);
    expect(settled).toBeGreaterThan(990);
  });

  test('holds no missing serial or put-away against a return with independent support, once settled', () => {
    const dear = { amount: eur(50_000) };
    const chain = [SCANS.accept, SCANS.delivered, dock, SCANS.rightWeight, mark];
    const { now, settled } = exceptionOf(chain, dear);
    expect(settled).toBeLessThan(now);
    expect(exceptionOf([...chain, wrongSerial], dear).settled).toBeGreaterThan(settled);
    expect(exceptionOf([SCANS.accept, mark], dear).settled).toBeGreaterThan(settled);
  });
});

describe('a trail that is no basis', () => {
  test.each([
    [{ overflowed: true }, 'E07_TRAIL_UNUSABLE', { overflowed: true, conflicted: false }],
    [{ conflicted: true }, 'E07_TRAIL_UNUSABLE', { overflowed: false, conflicted: true }],
    [{ orderId: 'o_2' }, 'E08_RETURN_OF_ANOTHER_ORDER', { orderId: 'o_2' }],
  ] as const)('objects: %j', (overrides, code, facts) => {
    const finding = judgeScanEvidence(aRefund(), scanFacts(aTrail([dock], overrides)), aPolicy());
    expect(finding.reasons).toStrictEqual([{ code, facts }]);
  });

  test('does not object to the order’s own return', () => {
    const facts = scanFacts(aTrail([dock], { orderId: 'o_1' }));
    expect(judgeScanEvidence(aRefund(), facts, aPolicy()).reasons).toStrictEqual([]);
  });
});

describe('what may still come for a return', () => {
  test('is everything that is not there', () => {
    expect(check([], { amount: eur(250_000) }).mayStillCome).toStrictEqual([
      'carrier_delivered',
      'dock',
      'serial_match',
      'condition_pass',
      'put_away',
    ]);
    expect(check([SCANS.delivered, dock], { amount: eur(250_000) }).mayStillCome).toStrictEqual([
      'serial_match',
      'condition_pass',
      'put_away',
    ]);
  });

  test('is what does not vouch, though it is there: a keyed dock scan, the marker’s own inspection', () => {
    const keyed = { ...dock, attestor: { ...WHO.dock, capture: 'keyed' } } as const;
    const own = { ...goodCondition, attestor: WHO.marker };
    expect(check([mark, keyed, own, SCANS.delivered, rightSerial, putAway]).mayStillCome).toStrictEqual([
      'dock',
      'condition_pass',
    ]);
  });

  test('is nothing, once nothing is missing', () => {
    const all = [mark, SCANS.delivered, dock, rightSerial, goodCondition, putAway];
    expect(check(all).mayStillCome).toStrictEqual([]);
  });
});

describe('the witnesses', () => {
  test('are listed once each, with all they vouch for', () => {
    const weighing = aScan({ id: 'w', grams: 1000, attestor: WHO.dock, at: '2026-11-21T08:00:00.000Z' });
    expect(check([mark, weighing, dock]).witnesses).toStrictEqual([
      { attestor: 'dock_3', class: 'sensor', kinds: ['dock', 'weight_match'], independent: true },
      { attestor: 'emp_7', class: 'site', kinds: ['intake_mark'], independent: false },
    ]);
  });

  test('are at most 20, and the rest still count', () => {
    const many = Array.from({ length: 25 }, (_, index) =>
      aScan({
        id: `s${index}`,
        step: 'storing',
        attestor: { class: 'site', id: `emp_${index + 100}`, capture: 'scanned' },
      }),
    );
    const finding = check(many);
    expect(finding.witnesses).toHaveLength(20);
    expect(finding.collusion.observed).toBe(25);
  });
});

describe('R6, a conflict of interest', () => {
  test.each([
    ['the customer himself', { ...WHO.stower, id: 'c_1' }, true],
    ['from the customer’s device', { ...WHO.stower, deviceId: 'dev_1' }, true],
    ['from another device', { ...WHO.stower, deviceId: 'dev_2' }, false],
    ['from no known device', { class: 'site', id: 'emp_33', capture: 'scanned' }, false],
  ] as const)('is seen in an attestor: %s', (_name, attestor, conflicted) => {
    const found = check([{ ...putAway, attestor }]).reasons.map(({ code }) => code);
    expect(found).toStrictEqual(conflicted ? ['C01_CONFLICT_OF_INTEREST'] : []);
  });

  test('is not seen where neither side names a device', () => {
    expect(check([putAway], { links: {} }).reasons).toStrictEqual([]);
  });
});
