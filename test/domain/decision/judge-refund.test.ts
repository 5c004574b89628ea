import { describe, expect, test } from 'vitest';
import type { EmployeeCheck, Findings, ScanCheck, ValueCheck } from '../../../lib/domain/checks/findings.ts';
import { decisionInputsOf } from '../../../lib/domain/decision/decision-inputs.ts';
import { judgeRefund, nextLook } from '../../../lib/domain/decision/judge-refund.ts';
import { holdUntil } from '../../../lib/domain/decision/waits.ts';
import type { Policy } from '../../../lib/domain/policy/policy.ts';
import {
  because,
  effectOf,
  REASONS,
  type Reason,
  type ReasonCode,
} from '../../../lib/domain/shared/reasons.ts';
import {
  aPolicy,
  aRefund,
  employeeFinding,
  NOW,
  passingFindings,
  rulesOnly,
  scanFinding,
  valueFinding,
} from '../../builders.ts';

const DAY_MS = 86_400_000;

function decide(
  findings: Findings = passingFindings(),
  {
    trigger = 'attested',
    now = NOW,
    sampleDraw = 999_999,
    policy = rulesOnly(),
  }: { trigger?: 'attested' | 'instant'; now?: Date; sampleDraw?: number; policy?: Policy } = {},
) {
  return judgeRefund({ request: aRefund({ trigger }), findings, policy, receivedAt: NOW, now, sampleDraw });
}

/** Findings of which one objects, while a dock scan may still come. */
const hold = (code: ReasonCode): Findings => [
  scanFinding({ mayStillCome: ['dock'] }),
  valueFinding(),
  employeeFinding({ reasons: [because(code)] }),
];

describe('a refund nothing objects to', () => {
  test('is approved with all that the approval must reserve', () => {
    const judgement = decide();
    const { scores, inputs, ...decided } = judgement;
    expect(inputs).toStrictEqual(decisionInputsOf(passingFindings()));
    expect(scores?.fraudProbability).toBeLessThan(0.1);
    expect(decided).toStrictEqual({
      outcome: 'approve',
      reasons: [{ code: 'A01_EVIDENCE_SUFFICES', facts: {} }],
      witnesses: scanFinding().witnesses,
      collusion: { required: 1, observed: 1 },
      waitingFor: [],
      dueAt: null,
      reservation: { valueMinor: 20_000, unsupportedMinor: 0, budgets: valueFinding().budgets },
    });
  });

  test('is approved on the budget when nothing independent supports it, and reserves its whole value once of each budget', () => {
    const collusion = { required: 0, observed: 0 };
    const { budgets } = valueFinding();
    const own = budgets.map((budget) => ({ ...budget, subject: { kind: 'employee', id: 'emp_7' } as const }));
    const judgement = decide([
      scanFinding({ supported: false, collusion }),
      valueFinding({ baseMinor: 14_999 }),
      employeeFinding({ budgets: [...budgets, ...own] }),
    ]);
    expect(judgement.reasons).toStrictEqual([{ code: 'A02_WITHIN_BUDGET', facts: {} }]);
    expect(judgement.reservation).toStrictEqual({
      valueMinor: 14_999,
      unsupportedMinor: 14_999,
      budgets: [...budgets, ...own],
    });
  });
});

describe('a refund something objects to', () => {
  const codes = Object.keys(REASONS).filter((code): code is ReasonCode => Object.hasOwn(REASONS, code));
  const holding = codes.filter((code) => effectOf(because(code)) === 'hold');
  const escalating = codes.filter((code) => effectOf(because(code)) === 'escalate');

  test.each(holding)('waits for %s', (code) => {
    const judgement = decide(hold(code));
    expect(judgement.outcome).toBe('hold');
    expect(judgement.reasons).toStrictEqual([because(code)]);
    expect(judgement.reservation).toBeNull();
  });

  test.each(escalating)('goes to a person at once for %s', (code) => {
    const judgement = decide(hold(code));
    expect(judgement.outcome).toBe('escalate');
    expect(judgement.dueAt).toBeNull();
    expect(judgement.reservation).toBeNull();
  });

  test.each(holding)('that nothing can remedy any more does not wait in vain: %s', (code) => {
    const [, value, employee] = hold(code);
    const mayPass = ['S01', 'S02', 'S03', 'F01', 'V01'].includes(code.slice(0, 3));
    expect(decide([scanFinding(), value, employee]).outcome).toBe(mayPass ? 'hold' : 'escalate');
  });

  test('goes to a person when one of several objections does', () => {
    const reasons = [because('E01_NO_INDEPENDENT_SCAN'), because('T01_TAKEOVER_SUSPECTED')];
    const judgement = decide([scanFinding({ reasons }), valueFinding(), employeeFinding()]);
    expect(judgement.outcome).toBe('escalate');
    expect(judgement.reasons).toStrictEqual(reasons);
  });

  test('is not approved for what supports it, when a finding states that as a reason', () => {
    expect(decide(hold('A01_EVIDENCE_SUFFICES')).outcome).toBe('escalate');
  });

  test.each([
    ['its value is not known', [scanFinding(), valueFinding({ baseMinor: null }), employeeFinding()]],
    [
      'fewer vouch than are demanded',
      [scanFinding({ collusion: { required: 2, observed: 1 } }), valueFinding(), employeeFinding()],
    ],
  ] as const satisfies readonly (readonly [string, Findings])[])(
    'waits when %s, even if no finding says so',
    (_name, findings) => {
      const judgement = decide(findings);
      expect(judgement.outcome).toBe('hold');
      expect(judgement.reasons).toStrictEqual([
        { code: 'F01_CHECK_UNAVAILABLE', facts: { check: 'reservation' } },
      ]);
    },
  );

  test('says what it waits for and who vouches so far', () => {
    const finding = scanFinding({ reasons: [because('E01_NO_INDEPENDENT_SCAN')], mayStillCome: ['dock'] });
    const judgement = decide([finding, valueFinding(), employeeFinding()]);
    expect(judgement.waitingFor).toStrictEqual(['dock']);
    expect(judgement.witnesses).toStrictEqual(finding.witnesses);
    expect(judgement.collusion).toStrictEqual(finding.collusion);
  });
});

describe('the expected loss', () => {
  const always = aPolicy({
    auditPerMillion: 0,
    costs: { ...aPolicy().costs, reviewMinor: 0, frictionMinor: 0, reviewerSensitivity: 1 },
  });

  test('over the price of a review waits while evidence may come', () => {
    const judgement = decide(
      [scanFinding({ mayStillCome: ['put_away'] }), valueFinding(), employeeFinding()],
      {
        policy: always,
      },
    );
    expect(judgement.outcome).toBe('hold');
    const lossMinor = judgement.scores?.expectedLossMinor;
    expect(judgement.reasons).toStrictEqual([{ code: 'L01_EXPECTED_LOSS', facts: { lossMinor } }]);
    expect(judgement.reservation).toBeNull();
  });

  test('goes to a person at once when nothing may come any more', () => {
    const judgement = decide(passingFindings(), { policy: always });
    expect([judgement.outcome, judgement.dueAt]).toStrictEqual(['escalate', null]);
    expect(judgement.reasons.map(({ code }) => code)).toStrictEqual(['L01_EXPECTED_LOSS']);
  });

  test('is not known while a check or the value is not, and no scores are stated', () => {
    const [scan, , employee] = passingFindings();
    for (const value of [
      valueFinding({ baseMinor: null }),
      { check: 'value-thresholds', state: 'unknown' } as const,
    ]) {
      const { scores, inputs, reasons } = decide([scan, value, employee], { policy: always });
      expect([scores, inputs]).toStrictEqual([null, null]);
      expect(reasons.map(({ code }) => code)).not.toContain('L01_EXPECTED_LOSS');
    }
  });
});

describe('R4, the audit sample', () => {
  const policy = rulesOnly({ auditPerMillion: 1000 });

  test.each([
    [0, 'escalate'],
    [999, 'escalate'],
    [1000, 'approve'],
    [999_999, 'approve'],
  ])('lot %i of a thousand in a million: %s', (sampleDraw, outcome) => {
    expect(decide(passingFindings(), { sampleDraw, policy }).outcome).toBe(outcome);
  });

  test('is told as what it is', () => {
    expect(decide(passingFindings(), { sampleDraw: 0, policy }).reasons).toStrictEqual([
      because('Q01_AUDIT_SAMPLE'),
    ]);
  });
});

describe('no combination of findings', () => {
  const someReasons: readonly (readonly Reason[])[] = [
    [],
    [because('E01_NO_INDEPENDENT_SCAN')],
    [because('C01_CONFLICT_OF_INTEREST')],
    [because('A01_EVIDENCE_SUFFICES')],
  ];
  const scans: readonly ScanCheck[] = [
    { check: 'scan-evidence', state: 'unknown' },
    ...someReasons.flatMap((reasons) =>
      [0, 1, 2].flatMap((observed) =>
        [true, false].map((supported) =>
          scanFinding({ reasons, supported, collusion: { required: 1, observed } }),
        ),
      ),
    ),
  ];
  const values: readonly ValueCheck[] = [
    { check: 'value-thresholds', state: 'unknown' },
    ...someReasons.flatMap((reasons) =>
      [null, 20_000].map((baseMinor) => valueFinding({ reasons, baseMinor })),
    ),
  ];
  const employees: readonly EmployeeCheck[] = [
    { check: 'employee-risk', state: 'unknown' },
    ...someReasons.map((reasons) => employeeFinding({ reasons })),
  ];
  const times = [0, DAY_MS, 3 * DAY_MS - 1, 3 * DAY_MS, 30 * DAY_MS].map(
    (age) => new Date(NOW.getTime() + age),
  );

  test('is approved unless all are known, none objects, the value is known and enough vouch', () => {
    let approved = 0;
    for (const scan of scans) {
      for (const value of values) {
        for (const employee of employees) {
          const inputs =
            scan.state === 'known' &&
            value.state === 'known' &&
            employee.state === 'known' &&
            [scan, value, employee].every(({ reasons }) => reasons.length === 0) &&
            value.baseMinor !== null &&
            scan.collusion.observed >= scan.collusion.required;
          for (const now of times) {
            const judgement = decide([scan, value, employee], { now });
            expect(judgement.outcome === 'approve').toBe(inputs);
            expect(judgement.reservation !== null).toBe(inputs);
            expect(judgement.dueAt !== null).toBe(judgement.outcome === 'hold');
            expect(judgement.reasons).not.toStrictEqual([]);
            approved += inputs ? 1 : 0;
          }
        }
      }
    }
    expect(approved).toBe(times.length * 4);
  });

  test.each([
    [0, 'scan-evidence'],
    [1, 'value-thresholds'],
    [2, 'employee-risk'],
  ])('hides that check %i was not made', (place, check) => {
    const [scan, value, employee] = passingFindings();
    const findings: Findings = [
      place === 0 ? { check: 'scan-evidence', state: 'unknown' } : scan,
      place === 1 ? { check: 'value-thresholds', state: 'unknown' } : value,
      place === 2 ? { check: 'employee-risk', state: 'unknown' } : employee,
    ];
    const judgement = decide(findings);
    expect(judgement.outcome).toBe('hold');
    expect(judgement.reasons).toStrictEqual([because('F01_CHECK_UNAVAILABLE', { check })]);
  });
});

describe('waiting', () => {
  const until = new Date(NOW.getTime() + 3 * DAY_MS);

  test.each([
    ['attested', 3],
    ['instant', 7],
  ] as const)('ends for an %s refund after %i days', (trigger, days) => {
    const end = new Date(NOW.getTime() + days * DAY_MS);
    expect(holdUntil(aRefund({ trigger }), aPolicy(), NOW)).toStrictEqual(end);

    const findings = hold('E01_NO_INDEPENDENT_SCAN');
    const before = decide(findings, { trigger, now: new Date(end.getTime() - 1) });
    expect([before.outcome, before.dueAt]).toStrictEqual(['hold', end]);

    for (const now of [end, new Date(end.getTime() + 1)]) {
      const after = decide(findings, { trigger, now });
      expect(after.outcome).toBe('escalate');
      expect(after.reasons.map(({ code }) => code)).toStrictEqual([
        'E01_NO_INDEPENDENT_SCAN',
        'H01_WAIT_OVER',
      ]);
      expect([after.dueAt, after.waitingFor]).toStrictEqual([null, []]);
    }
  });

  test.each([
    ['S01_STOPPED', 60],
    ['S02_EMPLOYEE_NOT_ACTIVE', 60],
    ['S03_SUBJECT_FLAGGED', 60],
    ['F01_CHECK_UNAVAILABLE', 1],
    ['V01_NO_LIMIT_FOR_CURRENCY', 60],
    ['E01_NO_INDEPENDENT_SCAN', 3 * 24 * 60],
    ['E02_CONTENT_NOT_VOUCHED', 3 * 24 * 60],
    ['E03_TOO_FEW_ATTESTORS', 3 * 24 * 60],
    ['L01_EXPECTED_LOSS', 3 * 24 * 60],
  ] as const)('for %s is looked at again after %i minutes', (code, minutes) => {
    const next = new Date(NOW.getTime() + minutes * 60_000);
    expect(nextLook({ reasons: [because(code)], since: NOW, until }, aPolicy(), NOW)).toStrictEqual(next);
  });

  test('for several reasons is looked at again as soon as one of them may pass', () => {
    const reasons = [because('E01_NO_INDEPENDENT_SCAN'), because('S01_STOPPED')];
    const soon = new Date(NOW.getTime() + 60 * 60_000);
    expect(nextLook({ reasons, since: NOW, until }, aPolicy(), NOW)).toStrictEqual(soon);
  });

  test('for a check that failed doubles the whole wait each time, up to the hour between two looks', () => {
    const reasons = [because('F01_CHECK_UNAVAILABLE'), because('S01_STOPPED')];
    const looks = [0];
    for (let count = 0; count < 10; count += 1) {
      const now = new Date(NOW.getTime() + (looks.at(-1) ?? 0) * 60_000);
      const next = nextLook({ reasons, since: NOW, until }, aPolicy(), now);
      looks.push((next.getTime() - NOW.getTime()) / 60_000);
    }
    expect(looks).toStrictEqual([0, 1, 2, 4, 8, 16, 32, 64, 124, 184, 244]);
  });

  test.each([59, 60, 61])(
    'for what may pass ends with the window all the same, %i minutes before it',
    (left) => {
      const now = new Date(until.getTime() - left * 60_000);
      const next = new Date(Math.min(until.getTime(), now.getTime() + 60 * 60_000));
      const hold = { reasons: [because('S01_STOPPED')], since: NOW, until };
      expect(nextLook(hold, aPolicy(), now)).toStrictEqual(next);
    },
  );

  test('never ends an approval: one that nothing objects to after the window is still approved', () => {
    expect(decide(passingFindings(), { now: new Date(NOW.getTime() + 9 * DAY_MS) }).outcome).toBe('approve');
  });
});
