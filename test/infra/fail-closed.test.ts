import { beforeAll, describe, expect, it } from 'vitest';
import { REVIEW_SLA_SECONDS, STEPS, type StepId } from '../../lib/contracts/steps.ts';
import { MUTATIONS } from './fail-closed-mutations.ts';
import { failClosedWalk, type Machines } from './fail-closed-walk.ts';
import { sharedTemplate } from './shared-template.ts';
import { definitionOf, stateOf } from './state-machine-definition.ts';

let machines: Machines;

beforeAll(() => {
  const plain = sharedTemplate();
  machines = {
    gate: definitionOf(plain, 'refund-gate-gate'),
    review: definitionOf(plain, 'refund-gate-review'),
    nightly: definitionOf(plain, 'refund-gate-nightly'),
  };
});

describe('the synthesized machines', () => {
  it('fail closed', () => {
    expect(failClosedWalk(machines)).toStrictEqual([]);
  });

  it('have the states that were agreed on', () => {
    const branches = stateOf(machines.gate, 'GatherFindings').Branches ?? [];
    expect(branches.map(({ StartAt, States }) => [StartAt, ...Object.keys(States)])).toStrictEqual([
      ['CheckScanEvidence', 'CheckScanEvidence', 'ScanEvidenceUnknown'],
      ['CheckValueThresholds', 'CheckValueThresholds', 'ValueThresholdsUnknown'],
      ['CheckEmployeeRisk', 'CheckEmployeeRisk', 'EmployeeRiskUnknown'],
    ]);
    expect(Object.keys(machines.gate.States).sort()).toStrictEqual([
      'AnnounceEscalation',
      'AnnounceOutcome',
      'DecideRefund',
      'Done',
      'GateFault',
      'GatherFindings',
      'JudgeAgain',
      'NothingToDo',
      'Outcome',
      'PublishRelease',
      'Released?',
      'StartReview',
      'UnknownOutcome',
    ]);
    expect(Object.keys(machines.review.States).sort()).toStrictEqual([
      'Decided',
      'OpenReview',
      'ReturnToGate',
      'ReviewFault',
    ]);
    expect(Object.keys(machines.nightly.States).sort()).toStrictEqual([
      'ListMore',
      'MakeBaselines',
      'More?',
      'NightDone',
      'NightlyFault',
      'PrepareRollUp',
      'RollUpBatches',
      'UnknownAnswer',
    ]);
  });

  it.each<[keyof Machines, string, StepId]>([
    ['gate', 'DecideRefund', 'decide-refund'],
    ['gate', 'PublishRelease', 'publish-release'],
    ['gate', 'AnnounceOutcome', 'announce-outcome'],
    ['gate', 'AnnounceEscalation', 'announce-outcome'],
    ['nightly', 'PrepareRollUp', 'prepare-roll-up'],
    ['nightly', 'MakeBaselines', 'make-baselines'],
  ])('in the %s, give %s longer than its Lambda takes, and retry it', (machine, name, step) => {
    const state = stateOf(machines[machine], name);
    expect(state.TimeoutSeconds).toBeGreaterThan(STEPS[step].timeoutSeconds);
    expect(state.Retry?.map(({ ErrorEquals }) => ErrorEquals.at(-1))).toStrictEqual([
      'Lambda.TooManyRequestsException',
      'States.Timeout',
    ]);
  });

  it('fold what changed in a Distributed Map of Express runs, a few batches at a time', () => {
    const map = stateOf(machines.nightly, 'RollUpBatches');
    expect(map).toMatchObject({
      Type: 'Map',
      ItemsPath: '$.batches',
      ResultPath: null,
      MaxConcurrency: 5,
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
        StartAt: 'RollUpSubjects',
      },
    });
    const task = stateOf(map.ItemProcessor ?? { StartAt: '', States: {} }, 'RollUpSubjects');
    expect(task.TimeoutSeconds).toBeGreaterThan(STEPS['roll-up-subjects'].timeoutSeconds);
    expect(task.Catch).toMatchObject([{ ErrorEquals: ['States.ALL'], Next: 'BatchFault' }]);
  });

  it('list more as long as there is more, and then make the snapshot', () => {
    expect(stateOf(machines.nightly, 'More?').Choices).toStrictEqual([
      { Variable: '$.more', BooleanEquals: true, Next: 'ListMore' },
      { Variable: '$.more', BooleanEquals: false, Next: 'MakeBaselines' },
    ]);
  });

  it('announce an escalation before they ask people, and ask people even if that fails', () => {
    const escalate = stateOf(machines.gate, 'Outcome').Choices?.find(
      ({ StringEquals }) => StringEquals === 'escalate',
    );
    expect(escalate?.Next).toBe('AnnounceEscalation');
    const announce = stateOf(machines.gate, 'AnnounceEscalation');
    expect(announce.Next).toBe('StartReview');
    expect(announce.Catch?.map(({ Next }) => Next)).toStrictEqual(['StartReview']);
  });

  it('take a review that runs already for the one they asked for', () => {
    const [exists] = stateOf(machines.gate, 'StartReview').Catch ?? [];
    expect(exists).toMatchObject({
      ErrorEquals: ['StepFunctions.ExecutionAlreadyExistsException'],
      Next: 'Done',
    });
  });

  it('ask again when nobody decided in time', () => {
    const open = stateOf(machines.review, 'OpenReview');
    expect(open.TimeoutSeconds).toBe(REVIEW_SLA_SECONDS);
    expect(open.Catch?.[0]).toMatchObject({ ErrorEquals: ['States.Timeout'], Next: 'OpenReview' });
  });
});

describe('the walk objects when', () => {
  it.each(MUTATIONS)('%s', (_, mutate, objection) => {
    const mutated = structuredClone(machines);
    mutate(mutated);
    expect(failClosedWalk(mutated)).toContainEqual(expect.stringMatching(objection));
  });
});
