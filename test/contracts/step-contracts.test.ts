import { describe, expect, test } from 'vitest';
import { openReviewStepSchema } from '../../lib/contracts/refund-step.ts';
import { decideStepSchema, stopCommandSchema } from '../../lib/contracts/step-contracts.ts';
import type { Findings } from '../../lib/domain/checks/findings.ts';
import { judgeEmployeeRisk } from '../../lib/domain/checks/judge-employee-risk.ts';
import { judgeScanEvidence } from '../../lib/domain/checks/judge-scan-evidence.ts';
import { judgeValueThresholds } from '../../lib/domain/checks/judge-value-thresholds.ts';
import { claimOfOrder } from '../../lib/domain/refund/order-claims.ts';
import type { RefundRequest } from '../../lib/domain/refund/refund-request.ts';
import { linkedSubjects, type SubjectFlag } from '../../lib/domain/refund/subject.ts';
import { NO_BASELINES } from '../../lib/domain/risk/peer-baselines.ts';
import {
  aDay,
  aHistory,
  anOrder,
  aPolicy,
  aRefund,
  aTrail,
  checkedBy,
  eur,
  NOW,
  passingFindings,
  SCANS,
  scanFacts,
  scanFinding,
} from '../builders.ts';

const flag: SubjectFlag = { state: 'flagged', at: '2026-11-01T00:00:00.000Z' };

/** Findings with as many reasons as there are ways to object. */
function findingsOf(request: RefundRequest): Findings {
  const trail = aTrail(Object.values(SCANS), { overflowed: true, orderId: 'o_2' });
  const order = anOrder({ flag, shipped: { '1': 0 } });
  const linked = linkedSubjects(request).map((subject) =>
    aHistory(subject, { flag, days: [aDay('2026-11-21', { valueMinor: 600_000, unsupportedMinor: 7 })] }),
  );
  const employees = [
    aHistory(
      { kind: 'employee', id: 'emp_7' },
      {
        employee: {
          role: 'clerk',
          roleGiven: { by: 'hr_1', at: '2026-11-01T00:00:00.000Z' },
          siteId: 'site_3',
          country: 'DE',
          status: 'suspended',
          at: '2026-11-01T00:00:00.000Z',
        },
      },
    ),
  ];
  const stops = {
    version: 1,
    entries: [
      { scope: 'all', setBy: 'emp_90', setAt: NOW.toISOString(), reason: '', origin: 'person' } as const,
    ],
  };
  const claim = claimOfOrder(order, request);
  const added = undefined;
  const producer = aHistory({ kind: 'producer', id: 'shop site_3' });
  return [
    judgeScanEvidence(request, scanFacts(trail), aPolicy()),
    judgeValueThresholds(request, { order, claim, linked, added }, aPolicy(), NOW),
    judgeEmployeeRisk(
      request,
      { stops, employees, producer, baselines: NO_BASELINES, added },
      aPolicy(),
      NOW,
    ),
  ];
}

const LARGEST = Number.MAX_SAFE_INTEGER;

describe('what the three checks answer is what the decision takes', () => {
  test.each([
    ['a small return', aRefund({ amount: eur(1) })],
    ['a large return', aRefund({ amount: eur(900_000) })],
    ['a takeover', aRefund({ amount: eur(50_000), session: { newDevice: true, offShift: true } })],
    ['nothing received', aRefund({ claim: 'not_received' })],
    ['a currency nobody knows the rate of', aRefund({ amount: { currency: 'XCD', minor: 1 } })],
    ['the largest amount there is', aRefund({ amount: { currency: 'GBP', minor: LARGEST } })],
    ['nobody who answers for it', aRefund({ markedBy: undefined, links: undefined })],
  ])('%s', (_name, request) => {
    const [scan, value, employee] = findingsOf(request);
    const findings = checkedBy([scan, value, employee]).map((one) =>
      one.state === 'known' ? { ...one, later: one.pinned, shadow: one.pinned } : one,
    );
    const step = { refundId: request.refundId, findings };
    const onTheWire: unknown = JSON.parse(JSON.stringify(step));
    expect(decideStepSchema.parse(onTheWire)).toStrictEqual(onTheWire);
    expect(
      [scan, value, employee].flatMap((one) => (one.state === 'known' ? one.reasons : [])),
    ).not.toStrictEqual([]);
  });
});

describe('the input of the decision', () => {
  const [scan, value, employee] = checkedBy(passingFindings());
  const unknownReason = { ...scanFinding(), reasons: [{ code: 'X', facts: {} }] };
  const accepts = (findings: unknown) => decideStepSchema.safeParse({ refundId: 're_1', findings }).success;

  test('may say of any check that it could not be made', () => {
    const unknown = (check: string) => ({ check, state: 'unknown' });
    expect(accepts([unknown('scan-evidence'), value, employee])).toBe(true);
    expect(accepts([scan, unknown('value-thresholds'), employee])).toBe(true);
    expect(accepts([scan, value, unknown('employee-risk')])).toBe(true);
  });

  test.each([
    ['is in another order', [value, scan, employee]],
    ['lacks a check', [scan, value]],
    ['has a check twice', [scan, value, employee, employee]],
    ['has one check in the place of another', [scan, value, value]],
    ['has a state nobody knows', [{ ...scan, state: 'maybe' }, value, employee]],
    ['lacks what the pinned policy says', [{ ...scan, pinned: undefined }, value, employee]],
    ['lacks the reasons', [{ ...scan, pinned: { ...scanFinding(), reasons: undefined } }, value, employee]],
    ['has a reason nobody knows', [{ ...scan, pinned: unknownReason }, value, employee]],
    ['has a later word it cannot read', [{ ...scan, later: unknownReason }, value, employee]],
    ['is empty', []],
    ['is missing', undefined],
  ])('is refused when it %s', (_name, findings) => {
    expect(accepts(findings)).toBe(false);
  });
});

test('opening a review takes a token, and a stop takes a person', () => {
  expect(openReviewStepSchema.safeParse({ refundId: 're_1', token: '' }).success).toBe(false);
  expect(openReviewStepSchema.safeParse({ refundId: 're_1', token: 'x'.repeat(2049) }).success).toBe(false);
  expect(openReviewStepSchema.safeParse({ refundId: 're_1', token: 'x' }).success).toBe(true);
  expect(stopCommandSchema.safeParse({ action: 'stop', scope: 'all' }).success).toBe(false);
  expect(stopCommandSchema.safeParse({ action: 'stop', scope: 'all', person: 'emp_90' }).success).toBe(true);
});
