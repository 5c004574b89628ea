import { describe, expect, it } from 'vitest';
import { decideRefund } from '../../lib/app/decide-refund.ts';
import { pinPolicy, UnknownPolicyError } from '../../lib/app/judging/policies.ts';
import { publishRelease } from '../../lib/app/publish-release.ts';
import { runGate } from '../../lib/replay/run-gate.ts';
import {
  checkedBy,
  employeeFinding,
  passingFindings,
  rulesOnly,
  scanFinding,
  valueFinding,
} from '../builders.ts';
import { asked, docked, MINUTE, tooLight } from './events.ts';
import { InjectedFault } from './faults.ts';
import { Harness } from './harness.ts';

describe('an approval', () => {
  it.each([0, 1, 2])('is never made when check %d is unknown', async (index) => {
    const gate = new Harness();
    await gate.take(docked());
    await gate.take(asked());
    const known = await gate.check('re_1');
    const [scan, value, employee] = known;
    const step = await gate.decide('re_1', [
      index === 0 ? { check: 'scan-evidence', state: 'unknown' } : scan,
      index === 1 ? { check: 'value-thresholds', state: 'unknown' } : value,
      index === 2 ? { check: 'employee-risk', state: 'unknown' } : employee,
    ]);
    expect(step.outcome).toBe('hold');
    gate.queue = [];
    await gate.followUp(step);
    expect((await gate.row()).decision?.reasons.map(({ code }) => code)).toStrictEqual([
      'F01_CHECK_UNAVAILABLE',
    ]);
    await gate.pass(2 * MINUTE);
    expect(gate.told()).toStrictEqual(['held', 'approved']);
  });

  it('comes soon after a check works again, and costs few looks while it does not', async () => {
    let isDown = true;
    const gate = new Harness({
      wrap: (store) => ({
        ...store,
        order: (...args) => {
          if (isDown) throw new InjectedFault('order', 'before');
          return store.order(...args);
        },
      }),
    });
    await gate.deliver(docked(), asked());
    const { version } = await gate.row();
    await gate.pass(33 * MINUTE);
    expect((await gate.row()).version).toBe(version + 6);
    isDown = false;
    await gate.pass(32 * MINUTE);
    expect(gate.told()).toStrictEqual(['held', 'approved']);
  });

  it('is not looked for each minute, nor its row filled, where now this check fails and now that', async () => {
    let looks = 0;
    const gate = new Harness({
      wrap: (store) => ({
        ...store,
        order: (...args) => {
          looks += 1;
          if (looks % 2 === 0) throw new InjectedFault('order', 'before');
          return store.order(...args);
        },
        stops: (...args) => {
          if (looks % 2 === 1) throw new InjectedFault('stops', 'before');
          return store.stops(...args);
        },
      }),
    });
    await gate.deliver(docked(), asked());
    await gate.pass(2 * 24 * 60 * MINUTE);
    expect(looks).toBeLessThan(100);
    expect(gate.told()).toStrictEqual(['held']);
    expect((await gate.row()).audit).toHaveLength(2);
  });

  it('is made at once by a scan that comes after a check failed', async () => {
    const gate = new Harness();
    await gate.take(asked());
    const [scan, , employee] = await gate.check('re_1');
    const step = await gate.decide('re_1', [scan, { check: 'value-thresholds', state: 'unknown' }, employee]);
    gate.queue = [];
    await gate.followUp(step);
    await gate.deliver(docked());
    expect(gate.told()).toStrictEqual(['held', 'approved']);
  });

  it('is never made when the policy the refund is pinned to is not known', async () => {
    const gate = new Harness();
    await gate.take(docked());
    await gate.take(asked());
    const other = pinPolicy(rulesOnly({ version: 'next' }));
    const forgetful = { ...gate.deps.store, policy: async () => undefined };
    const deps = { ...gate.deps, policy: other, store: forgetful };
    await expect(
      decideRefund(deps, { refundId: 're_1', findings: checkedBy(passingFindings()) }),
    ).rejects.toThrow(UnknownPolicyError);
    await expect(publishRelease(deps, 're_1')).rejects.toThrow('is received, not approved');
    expect((await gate.row()).status).toBe('received');
  });

  it('goes by the policy pinned when the refund entered, not by the present one', async () => {
    const strict = new Harness({ policy: pinPolicy(rulesOnly({ independentScanFromMinor: 0 })) });
    await strict.take(asked({ amount: { currency: 'EUR', minor: 5000 } }));
    const deps = { ...strict.deps, policy: pinPolicy(rulesOnly({ version: 'lax' })) };
    await runGate(deps, 're_1');
    expect(await strict.row()).toMatchObject({ status: 'held', policyHash: strict.policy.hash });
  });

  it('on a return that supports a refund of another order goes to people instead', async () => {
    const gate = new Harness();
    await gate.deliver(docked(), asked());
    await gate.deliver(asked({ refundId: 're_2', orderId: 'o_2' }));
    expect(gate.told('re_2')).toStrictEqual(['escalated']);
    const { decision } = await gate.row('re_2');
    expect(decision?.reasons.map(({ code }) => code)).toStrictEqual(['E08_RETURN_OF_ANOTHER_ORDER']);
  });

  it('of two orders that lean on one return at the same moment is made for one of them', async () => {
    const gate = new Harness();
    await gate.take(docked());
    await gate.take(asked());
    await gate.take(asked({ refundId: 're_2', orderId: 'o_2' }));
    const findings = [await gate.check('re_1'), await gate.check('re_2')] as const;
    const steps = [await gate.decide('re_1', findings[0]), await gate.decide('re_2', findings[1])];
    expect(steps.map(({ outcome }) => outcome)).toStrictEqual(['approve', 'escalate']);
  });

  it('rests on findings that are not older than the hold it ends', async () => {
    const gate = new Harness();
    await gate.take(docked());
    await gate.take(asked());
    const late = await gate.check('re_1');
    await gate.take(tooLight());
    await gate.run();
    expect((await gate.row()).status).toBe('held');
    expect((await gate.decide('re_1', late)).outcome).toBe('again');
    await gate.runGate('re_1');
    const { status, decision } = await gate.row();
    expect(status).toBe('held');
    expect(decision?.reasons.map(({ code }) => code)).toContain('E01_NO_INDEPENDENT_SCAN');
  });

  it('is not made when no value is known, even if nothing objects', async () => {
    const gate = new Harness();
    await gate.take(asked());
    const findings = checkedBy([
      scanFinding({ trail: null }),
      valueFinding({ baseMinor: null }),
      employeeFinding(),
    ]);
    expect((await gate.decide('re_1', findings)).outcome).toBe('hold');
  });
});
