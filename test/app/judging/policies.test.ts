import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeByPolicies } from '../../../lib/app/judging/judge-by-policies.ts';
import { pinPolicy } from '../../../lib/app/judging/policies.ts';
import { receiveRefund } from '../../../lib/app/refund/transitions.ts';
import type { DecideStep } from '../../../lib/contracts/step-contracts.ts';
import type {
  EmployeeRiskFinding,
  ScanEvidenceFinding,
  ValueThresholdsFinding,
} from '../../../lib/domain/checks/findings.ts';
import type { ReasonCode } from '../../../lib/domain/shared/reasons.ts';
import { runGate } from '../../../lib/replay/run-gate.ts';
import {
  aPolicy,
  aRefund,
  employeeFinding,
  NOW,
  rulesOnly,
  scanFinding,
  valueFinding,
} from '../../builders.ts';
import { asked, DAY, docked, fullChain, HOUR, tooLight, unseen } from '../events.ts';
import { Harness } from '../harness.ts';

const STRICTNESS = { approve: 0, hold: 1, escalate: 2 } as const;

type KnownFindings = readonly [ScanEvidenceFinding, ValueThresholdsFinding, EmployeeRiskFinding];

/** What the checks may find under one policy. */
const someFindings: fc.Arbitrary<KnownFindings> = fc
  .record({
    scan: fc.subarray<ReasonCode>(['E01_NO_INDEPENDENT_SCAN', 'E07_TRAIL_UNUSABLE'], { maxLength: 1 }),
    value: fc.subarray<ReasonCode>(['V06_OVER_LIMIT', 'V01_NO_LIMIT_FOR_CURRENCY'], { maxLength: 1 }),
    employee: fc.subarray<ReasonCode>(['S01_STOPPED'], { maxLength: 1 }),
    supported: fc.boolean(),
    mayCome: fc.boolean(),
    baseMinor: fc.constantFrom(500, 14_000, 90_000),
    budgetMinor: fc.nat(50_000),
  })
  .map(({ scan, value, employee, supported, mayCome, baseMinor, budgetMinor }) => {
    const reasons = (codes: readonly ReasonCode[]) => codes.map((code) => ({ code, facts: {} }));
    const { budgets, ...finding } = valueFinding({ reasons: reasons(value), baseMinor });
    return [
      scanFinding({ reasons: reasons(scan), supported, mayStillCome: mayCome ? ['dock'] : [] }),
      { ...finding, budgets: budgets.map((budget) => ({ ...budget, unsupportedMinor: budgetMinor })) },
      employeeFinding({ reasons: reasons(employee) }),
    ];
  });

function underBoth(pinned: KnownFindings, later: KnownFindings): DecideStep['findings'] {
  return [
    { check: 'scan-evidence', state: 'known', pinned: pinned[0], later: later[0] },
    { check: 'value-thresholds', state: 'known', pinned: pinned[1], later: later[1] },
    { check: 'employee-risk', state: 'known', pinned: pinned[2], later: later[2] },
  ];
}

describe('a later policy', () => {
  const entered = pinPolicy(rulesOnly());
  const present = pinPolicy(rulesOnly({ version: 'later', holdDays: { attested: 1, instant: 1 } }));
  const request = aRefund();
  const refund = receiveRefund({ request, askedAt: NOW, policyHash: entered.hash }, NOW);
  const store = { policy: async () => entered.policy };
  const deps = { store, auditKey: 'test', now: () => NOW };

  it('only tightens: its outcome is never looser than the pinned policy’s alone, and takes no more room', async () => {
    await fc.assert(
      fc.asyncProperty(someFindings, someFindings, async (pinned, later) => {
        const alone = await judgeByPolicies({ ...deps, policy: entered }, refund, {
          findings: underBoth(pinned, pinned),
        });
        const both = await judgeByPolicies({ ...deps, policy: present }, refund, {
          findings: underBoth(pinned, later),
        });
        if (alone === 'again' || both === 'again') throw new Error('Both were checked by both policies.');
        const [before, after] = [alone.judgement, both.judgement];
        expect(STRICTNESS[after.outcome]).toBeGreaterThanOrEqual(STRICTNESS[before.outcome]);
        for (const [index, budget] of (after.reservation?.budgets ?? []).entries()) {
          const known = before.reservation?.budgets[index];
          expect(budget.unsupportedMinor).toBeLessThanOrEqual(known?.unsupportedMinor ?? -1);
          expect(budget.valueMinor).toBeLessThanOrEqual(known?.valueMinor ?? -1);
        }
        const isTold = after.reasons.some(({ code }) => code === 'P04_LATER_POLICY');
        expect(isTold).toBe(STRICTNESS[after.outcome] > STRICTNESS[before.outcome]);
      }),
      { numRuns: 500 },
    );
  });

  it('has its say at once: what was checked without it is checked again', async () => {
    const [scan, value, employee] = [scanFinding(), valueFinding(), employeeFinding()];
    const findings = [
      { check: 'scan-evidence', state: 'known', pinned: scan },
      { check: 'value-thresholds', state: 'known', pinned: value },
      { check: 'employee-risk', state: 'known', pinned: employee },
    ] as const;
    expect(await judgeByPolicies({ ...deps, policy: present }, refund, { findings })).toBe('again');
  });

  it('holds what the pinned one would pay, and says so; what it would pay the pinned one still holds', async () => {
    const strict = pinPolicy(rulesOnly({ version: 'strict', independentScanFromMinor: 0 }));
    const tightened = new Harness();
    await tightened.take(asked(unseen('re_1')));
    await runGate({ ...tightened.deps, policy: strict }, 're_1');
    const { status, decision } = await tightened.row();
    expect(status).toBe('held');
    expect(decision?.reasons).toContainEqual({ code: 'P04_LATER_POLICY', facts: { version: 'strict' } });

    const loosened = new Harness({ policy: strict });
    await loosened.take(asked(unseen('re_1')));
    await runGate({ ...loosened.deps, policy: pinPolicy(rulesOnly()) }, 're_1');
    expect((await loosened.row()).status).toBe('held');
  });
});

describe('a policy that is only tried', () => {
  const day = [asked(), docked(), tooLight(), asked(unseen('re_2')), ...fullChain('rma_3')];
  const third = asked(unseen('re_3', { amount: { currency: 'EUR', minor: 600_000 } }));

  async function lived(shadow?: ReturnType<typeof pinPolicy>) {
    const gate = new Harness(shadow === undefined ? {} : { shadow });
    await gate.deliver(...day, third);
    await gate.pass(4 * DAY + HOUR);
    await gate.rollUp();
    const rows = await Promise.all(['re_1', 're_2', 're_3'].map((id) => gate.row(id)));
    return { gate, rows };
  }

  const bare = (value: unknown) =>
    JSON.parse(JSON.stringify(value), (key, inner: unknown) =>
      // The chain covers the opinion, which is part of what was decided.
      key === 'shadow' || key === 'digest' || key === 'hash' ? undefined : inner,
    );

  it('changes nothing but the opinion it adds: the same rows, writes, events and mails', async () => {
    const tried = pinPolicy(aPolicy({ independentScanFromMinor: 0, auditPerMillion: 1_000_000 }));
    const [without, beside] = [await lived(), await lived(tried)];
    expect(bare(beside.rows)).toStrictEqual(bare(without.rows));
    expect(bare(beside.gate.published)).toStrictEqual(bare(without.gate.published));
    expect(beside.gate.faults.calls).toStrictEqual(without.gate.faults.calls);
    expect(beside.gate.mails).toStrictEqual(without.gate.mails);
  });

  it('has no opinion where it cannot judge, and holds nothing up', async () => {
    const broken = aPolicy();
    const tried = pinPolicy({
      ...broken,
      employeeRisk: { ...broken.employeeRisk, prior: Number.NaN },
      ringRisk: { ...broken.ringRisk, prior: Number.NaN },
    });
    const [without, beside] = [await lived(), await lived(tried)];
    expect(bare(beside.rows)).toStrictEqual(bare(without.rows));
    expect(bare(beside.gate.published)).toStrictEqual(bare(without.gate.published));
  });

  it('tells its opinion beside every outcome', async () => {
    const tried = pinPolicy(rulesOnly({ auditPerMillion: 1_000_000 }));
    const { gate } = await lived(tried);
    const opinions = gate.published.flatMap(({ data }) => ('shadow' in data ? [data.shadow] : []));
    expect(opinions.length).toBeGreaterThan(3);
    for (const opinion of opinions) {
      expect(opinion).toMatchObject({ policyHash: tried.hash, outcome: 'escalate' });
      expect(opinion?.fraudProbability).toBeGreaterThan(0);
    }
  });
});
