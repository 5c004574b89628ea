import { describe, expect, it } from 'vitest';
import { employeeCaseView } from '../../../lib/app/cases/employee-case-view.ts';
import { listOpenCases } from '../../../lib/app/cases/list-cases.ts';
import { possibleAnswers } from '../../../lib/domain/cases/possible-answers.ts';
import { aCase } from '../../builders.ts';
import type { Harness } from '../harness.ts';
import { answer, gateWithCase } from './a-case.ts';

const viewBy = (gate: Harness, person: string) =>
  employeeCaseView(gate.deps, { employeeId: 'EMP_7', person });

describe('the view of a case', () => {
  it('has the employee, the grounds in words, the refunds, and the comparison as rates', async () => {
    const gate = await gateWithCase();
    const view = await viewBy(gate, 'sam');
    expect(view).toMatchObject({
      employee: { id: 'emp_7', role: 'clerk', siteId: 'site_9', status: 'active' },
      case: { number: 1, status: 'open', ending: undefined },
      grounds: [{ code: 'K02_FALSE_ATTESTATIONS', facts: { falseAttestations: 2, reviewers: 2 } }],
      refunds: [
        { refundId: 're_1', amount: { minor: 600_000 }, status: 'denied', verdict: 'false_attestation' },
        { refundId: 're_2' },
      ],
      earlier: [],
    });
    const [measure] = view?.measures ?? [];
    expect(measure).toMatchObject({ measure: 'false_attestations', siteRate: 0, ownRate: 1 });
    expect(measure?.eb05).toBeLessThan(measure?.eb95 ?? 0);
    expect(measure?.expectedRate).toBeLessThan(1);
  });

  it('is plain JSON', async () => {
    const view = await viewBy(await gateWithCase(), 'sam');
    expect(JSON.parse(JSON.stringify(view))).toMatchObject({ employee: { id: 'emp_7' } });
  });

  it('says what contradicts accusing anybody', async () => {
    const view = await viewBy(await gateWithCase(), 'sam');
    expect(view?.contradictions).toStrictEqual([
      'Only 2 refunds behind the case: so few can be chance.',
      'All that was attested falsely was on 1 day: one thief in the account could have done it.',
      expect.stringContaining('lack scans'),
      'Hardly anybody else at the site handles such refunds: there are no peers to compare with.',
      'The employee had the role for 1 day when the case opened: new people make mistakes.',
    ]);
  });

  it('offers answers to those who may give them, and says to others why not', async () => {
    const gate = await gateWithCase();
    const actions = async (person: string) =>
      (await viewBy(gate, person))?.answers.map(({ action }) => action);
    expect(await actions('sam')).toStrictEqual(['clear', 'watch', 'hand_over']);
    expect(await actions('boss')).toStrictEqual([]);
    expect(await viewBy(gate, 'boss')).toMatchObject({ conflict: 'manages_the_employee' });
    await answer(gate, 'sam', 'clear', { note: 'looked at the camera' });
    expect(await actions('sam')).toStrictEqual(['withdraw', 'watch', 'hand_over']);
    expect(await actions('sue')).toStrictEqual(['clear', 'withdraw', 'watch', 'hand_over']);
    await answer(gate, 'sue', 'clear');
    expect(await viewBy(gate, 'sue')).toMatchObject({
      answers: [],
      case: { status: 'cleared', ending: { outcome: 'cleared', by: ['sam', 'sue'] } },
      said: [{ by: 'sam', note: 'looked at the camera' }, { by: 'sue' }],
    });
  });

  it('offers only what the case takes: every answer that is offered is one that changes it', () => {
    expect(possibleAnswers(aCase({ status: 'handed_over' }), 'sam')).toStrictEqual([]);
    const watched = possibleAnswers(aCase({ status: 'watched' }), 'sam').map(({ action }) => action);
    expect(watched).toStrictEqual(['clear', 'hand_over']);
  });

  it('is nothing where there is no case', async () => {
    const gate = await gateWithCase();
    expect(await employeeCaseView(gate.deps, { employeeId: 'emp_8', person: 'sam' })).toBeUndefined();
  });
});

describe('the list of open cases', () => {
  it('names each with its refunds and who asked for a clearance, until it is ended', async () => {
    const gate = await gateWithCase();
    await answer(gate, 'sam', 'clear');
    expect(await listOpenCases(gate.deps)).toMatchObject({
      cases: [
        { employeeId: 'emp_7', refunds: 2, codes: ['K02_FALSE_ATTESTATIONS'], clearAsked: { by: 'sam' } },
      ],
      more: false,
    });
    await answer(gate, 'sam', 'watch');
    expect(await listOpenCases(gate.deps)).toStrictEqual({ cases: [], more: false });
  });

  it('leaves out a case that the index still shows though it was ended', async () => {
    const gate = await gateWithCase();
    await answer(gate, 'sam', 'watch');
    const store = { ...gate.deps.store, openCases: async () => ['emp_7'] };
    expect((await listOpenCases({ store })).cases).toStrictEqual([]);
  });

  it('says that there are more than it shows', async () => {
    const gate = await gateWithCase();
    for (let count = 0; count < 50; count += 1) {
      await gate.memory.saveCase(aCase({ employeeId: `emp_1${count}` }), 0);
    }
    const { cases, more } = await listOpenCases(gate.deps);
    expect([cases.length, more]).toStrictEqual([50, true]);
  });
});
