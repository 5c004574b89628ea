import { describe, expect, it } from 'vitest';
import { decideCase } from '../../../lib/app/cases/decide-case.ts';
import { DAY, employee, scanned } from '../events.ts';
import { Harness } from '../harness.ts';
import { answer, CASE_POLICY, gateWithCase, lastCase } from './a-case.ts';

describe('an answer to a case', () => {
  it.each([
    ['emp_7', 'is_the_employee'],
    ['boss', 'manages_the_employee'],
    ['tom', 'is_in_the_team_of_the_employee'],
    ['ann', 'reports_to_the_employee'],
    ['out', 'is_not_active'],
    ['own', 'has_the_role_from_the_employee'],
    ['rev_1', 'is_no_supervisor'],
    ['nobody', 'is_not_known'],
  ])('by %s is refused: %s', async (person, why) => {
    const gate = await gateWithCase();
    for (const action of ['clear', 'watch', 'hand_over'] as const) {
      expect(await answer(gate, person, action)).toStrictEqual({ result: 'refused', why });
    }
    expect((await lastCase(gate)).said).toStrictEqual([]);
  });

  it('is refused to a supervisor who scanned one of the returns, even a scan that counts for nothing', async () => {
    const gate = await gateWithCase();
    const by = (id: string, step: string) =>
      scanned({ rmaId: 'rma_1', step, attestor: { class: 'site', id, capture: 'scanned' } });
    await gate.deliver(by('sam', 'storing'), by('sue', 'retail_selling'));
    for (const person of ['sam', 'sue']) {
      expect(await answer(gate, person, 'clear')).toStrictEqual({
        result: 'refused',
        why: 'is_part_of_a_refund',
      });
    }
  });

  it('is refused to a role that was given after the case opened, for seven days', async () => {
    const gate = await gateWithCase();
    gate.now = new Date(gate.now.getTime() + 1);
    await gate.deliver(employee('new', { role: 'supervisor' }, gate.now));
    expect(await answer(gate, 'new', 'watch')).toStrictEqual({ result: 'refused', why: 'has_a_new_role' });
    gate.now = new Date(gate.now.getTime() + 7 * DAY);
    expect(await answer(gate, 'new', 'watch')).toStrictEqual({ result: 'watched' });
  });

  it('is refused while a refund behind the case cannot be found', async () => {
    const gate = await gateWithCase();
    const store = { ...gate.deps.store, refund: async () => undefined };
    const { employeeId, id: caseId } = await lastCase(gate);
    const given = await decideCase(
      { ...gate.deps, store },
      { employeeId, caseId, person: 'sam', action: 'watch' },
    );
    expect(given).toStrictEqual({ result: 'refused', why: 'parties_are_unknown' });
  });

  it('is anybody’s but the employee’s where the directory knows nobody', async () => {
    const gate = await gateWithCase();
    const unknown = new Harness({ policy: CASE_POLICY });
    await unknown.memory.saveCase({ ...(await lastCase(gate)), version: 1 }, 0);
    for (const refundId of ['re_1', 're_2']) await unknown.memory.createRefund(await gate.row(refundId));
    unknown.now = gate.now;
    expect(await answer(unknown, 'emp_7', 'clear')).toMatchObject({ why: 'is_the_employee' });
    expect(await answer(unknown, 'x', 'clear')).toStrictEqual({ result: 'clear_asked' });
    expect(await answer(unknown, 'y', 'clear')).toStrictEqual({ result: 'cleared' });
  });

  it('is refused to a case that is not there', async () => {
    const gate = await gateWithCase();
    expect(await answer(gate, 'sam', 'watch', { employeeId: 'emp_8' })).toStrictEqual({
      result: 'unknown_case',
    });
    expect(await answer(gate, 'sam', 'watch', { caseId: 'case.1' })).toStrictEqual({
      result: 'case_changed',
    });
  });

  it('wins if it is first: of two at the same moment one is decided, and the other says who did', async () => {
    const gate = await gateWithCase();
    const given = await Promise.all([answer(gate, 'sam', 'hand_over'), answer(gate, 'sue', 'hand_over')]);
    expect(given.map(({ result }) => result).toSorted()).toStrictEqual(['already_decided', 'handed_over']);
    const closed = gate.published.filter(({ type }) => type === 'refundgate.employee.case-closed.v1');
    expect(new Set(closed.map(({ id }) => id)).size).toBe(1);
  });
});
