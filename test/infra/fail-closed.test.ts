import { beforeAll, describe, expect, it } from 'vitest';
import { REVIEW_SLA_SECONDS, STEPS, type StepId } from '../../lib/contracts/steps.ts';
import { MUTATIONS } from './fail-closed-mutations.ts';
import { failClosedWalk, type Machines } from './fail-closed-walk.ts';
import { definitionOf, stateOf } from './state-machine-definition.ts';
import { synthesize } from './synthesize.ts';

let machines: Machines;

beforeAll(() => {
  const { plain } = synthesize();
  machines = {
    gate: definitionOf(plain, 'refund-gate-gate'),
    review: definitionOf(plain, 'refund-gate-review'),
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
  });

  it.each<[string, StepId]>([
    ['DecideRefund', 'decide-refund'],
    ['PublishRelease', 'publish-release'],
    ['AnnounceOutcome', 'announce-outcome'],
  ])('give %s longer than its Lambda takes, and retry it', (name, step) => {
    const state = stateOf(machines.gate, name);
    expect(state.TimeoutSeconds).toBeGreaterThan(STEPS[step].timeoutSeconds);
    expect(state.Retry?.map(({ ErrorEquals }) => ErrorEquals.at(-1))).toStrictEqual([
      'Lambda.TooManyRequestsException',
      'States.Timeout',
    ]);
  });

  it('take a review that runs already for the one they asked for', () => {
    const [exists] = stateOf(machines.gate, 'StartReview').Catch ?? [];
    expect(exists).toMatchObject({
      ErrorEquals: ['StepFunctions.ExecutionAlreadyExistsException'],
      Next: 'AnnounceOutcome',
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
