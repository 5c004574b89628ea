import type { Machines } from './fail-closed-walk.ts';
import { stateOf } from './state-machine-definition.ts';

/** A way to make the machines fail open: what it is, how it is done, and what the walk must say to it. */
export type Mutation = readonly [what: string, mutate: (machines: Machines) => void, objection: RegExp];

/** What a careless or a malicious change might do to the definitions. */
export const MUTATIONS: readonly Mutation[] = [
  [
    'the default of Outcome publishes',
    ({ gate }) => {
      stateOf(gate, 'Outcome').Default = 'PublishRelease';
    },
    /^The default of Outcome to PublishRelease leads to PublishRelease without DecideRefund/,
  ],
  [
    'an outcome nobody knows is announced',
    ({ gate }) => {
      stateOf(gate, 'Released?').Default = 'AnnounceOutcome';
    },
    /^The default of Released\? is AnnounceOutcome, which does not fail/,
  ],
  [
    'a choice has no default',
    ({ gate }) => {
      delete stateOf(gate, 'Outcome').Default;
    },
    /^Outcome has no default/,
  ],
  [
    'a fault of DecideRefund publishes',
    ({ gate }) => {
      stateOf(gate, 'DecideRefund').Catch = [{ ErrorEquals: ['States.ALL'], Next: 'PublishRelease' }];
    },
    /^The catch of DecideRefund to PublishRelease leads to PublishRelease/,
  ],
  [
    'a fault of DecideRefund is read as its answer',
    ({ gate }) => {
      stateOf(gate, 'DecideRefund').Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Outcome' }];
    },
    /^Outcome, which leads to PublishRelease, is entered by a catch of DecideRefund/,
  ],
  [
    'a fault of the announcement publishes, by way of another state',
    ({ gate }) => {
      gate.States['Detour'] = { Type: 'Pass', Next: 'PublishRelease' };
      stateOf(gate, 'AnnounceOutcome').Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Detour' }];
    },
    /^The catch of AnnounceOutcome to Detour leads to PublishRelease/,
  ],
  [
    'a fault of the checks publishes',
    ({ gate }) => {
      stateOf(gate, 'GatherFindings').Catch = [{ ErrorEquals: ['States.ALL'], Next: 'PublishRelease' }];
    },
    /^The catch of GatherFindings to PublishRelease/,
  ],
  [
    'held refunds are published',
    ({ gate }) => {
      const hold = stateOf(gate, 'Outcome').Choices?.[1];
      if (hold !== undefined) hold.Next = 'PublishRelease';
    },
    /^PublishRelease has 2 ways in/,
  ],
  [
    'everything that is not a denial is published',
    ({ gate }) => {
      const deny = { Variable: '$.outcome', StringEquals: 'announce' };
      stateOf(gate, 'Outcome').Choices = [{ Not: deny, Next: 'PublishRelease' }];
    },
    /^PublishRelease is entered from Outcome by a choice that is not/,
  ],
  [
    'the outcome is read from elsewhere',
    ({ gate }) => {
      stateOf(gate, 'Outcome').Choices = [
        { Variable: '$.wanted', StringEquals: 'approve', Next: 'PublishRelease' },
      ];
    },
    /^PublishRelease is entered from Outcome by a choice that is not/,
  ],
  [
    'the outcome is written between judging and reading',
    ({ gate }) => {
      gate.States['Forge'] = { Type: 'Pass', Next: 'Outcome', Result: { outcome: 'approve' } };
      stateOf(gate, 'DecideRefund').Next = 'Forge';
    },
    /^Outcome, which leads to PublishRelease, is entered by a next of Forge/,
  ],
  [
    'DecideRefund keeps its input, and with it an outcome that was sent in',
    ({ gate }) => {
      stateOf(gate, 'DecideRefund').ResultPath = '$.decision';
    },
    /^DecideRefund's answer is changed by ResultPath/,
  ],
  [
    'judging again is left out',
    ({ gate }) => {
      stateOf(gate, 'JudgeAgain').Next = 'Outcome';
    },
    /is entered by a next of JudgeAgain/,
  ],
  [
    'the gate starts with publishing',
    ({ gate }) => {
      gate.StartAt = 'PublishRelease';
    },
    /^The gate starts at PublishRelease/,
  ],
  [
    'another state runs the Lambda that publishes',
    ({ gate }) => {
      stateOf(gate, 'AnnounceOutcome').Resource = stateOf(gate, 'PublishRelease').Resource;
    },
    /^AnnounceOutcome publishes besides PublishRelease/,
  ],
  [
    'a check runs the Lambda that publishes',
    ({ gate }) => {
      const [branch] = stateOf(gate, 'GatherFindings').Branches ?? [];
      if (branch) stateOf(branch, 'CheckScanEvidence').Resource = stateOf(gate, 'PublishRelease').Resource;
    },
    /^CheckScanEvidence publishes besides PublishRelease/,
  ],
  [
    'the review publishes by itself',
    ({ gate, review }) => {
      const publish = stateOf(gate, 'PublishRelease');
      review.States['Release'] = {
        ...publish,
        Next: 'Decided',
        Catch: stateOf(review, 'ReturnToGate').Catch,
      };
      stateOf(review, 'OpenReview').Next = 'Release';
    },
    /^The review machine publishes, in Release/,
  ],
  [
    'the review puts events on the bus without a Lambda',
    ({ review }) => {
      stateOf(review, 'ReturnToGate').Resource = 'arn:aws:states:::events:putEvents';
    },
    /^The review machine publishes, in ReturnToGate/,
  ],
  [
    'a task may hang',
    ({ gate }) => {
      delete stateOf(gate, 'StartReview').TimeoutSeconds;
    },
    /^StartReview has no time-out/,
  ],
  [
    'the gate machine may hang',
    ({ gate }) => {
      delete gate.TimeoutSeconds;
    },
    /^The gate machine has no time-out/,
  ],
  [
    'a task catches only some faults',
    ({ review }) => {
      stateOf(review, 'OpenReview').Catch = [{ ErrorEquals: ['States.Timeout'], Next: 'OpenReview' }];
    },
    /^OpenReview does not catch every fault/,
  ],
  [
    'a check that failed counts as passed',
    ({ gate }) => {
      const [branch] = stateOf(gate, 'GatherFindings').Branches ?? [];
      if (branch) stateOf(branch, 'ScanEvidenceUnknown').Result = { check: 'scan-evidence', state: 'pass' };
    },
    /^A fault of CheckScanEvidence is not a finding "unknown"/,
  ],
  [
    'a batch that failed counts as rolled up',
    ({ nightly }) => {
      const each = stateOf(nightly, 'RollUpBatches').ItemProcessor;
      if (each === undefined) return;
      each.States['BatchFault'] = { Type: 'Pass', End: true };
    },
    /^A fault of RollUpSubjects does not fail its item of RollUpBatches/,
  ],
  [
    'some batches may fail',
    ({ nightly }) => {
      stateOf(nightly, 'RollUpBatches')['ToleratedFailurePercentage'] = 10;
    },
    /^RollUpBatches passes over items that failed, by ToleratedFailurePercentage/,
  ],
  [
    'a failed roll-up is followed by a snapshot all the same',
    ({ nightly }) => {
      stateOf(nightly, 'RollUpBatches').Catch = [{ ErrorEquals: ['States.ALL'], Next: 'MakeBaselines' }];
    },
    /^The catch of RollUpBatches in the nightly leads to MakeBaselines, which does not fail/,
  ],
  [
    'the night ends well before its snapshot',
    ({ nightly }) => {
      stateOf(nightly, 'ListMore').Next = 'NightDone';
    },
    /^The nightly ends well from ListMore/,
  ],
  [
    'the night may hang',
    ({ nightly }) => {
      delete nightly.TimeoutSeconds;
    },
    /^The nightly machine has no time-out/,
  ],
  [
    'all batches are rolled up at once',
    ({ nightly }) => {
      delete stateOf(nightly, 'RollUpBatches').MaxConcurrency;
    },
    /^RollUpBatches runs any number of items at once/,
  ],
  [
    'a Map passes over its faults',
    ({ nightly }) => {
      delete stateOf(nightly, 'RollUpBatches').Catch;
    },
    /^RollUpBatches does not catch every fault/,
  ],
  [
    'a batch publishes',
    ({ gate, nightly }) => {
      const each = stateOf(nightly, 'RollUpBatches').ItemProcessor;
      if (each) stateOf(each, 'RollUpSubjects').Resource = stateOf(gate, 'PublishRelease').Resource;
    },
    /^The nightly machine publishes, in RollUpSubjects/,
  ],
  [
    'a transition leads nowhere',
    ({ gate }) => {
      stateOf(gate, 'AnnounceOutcome').Next = 'Finished';
    },
    /^AnnounceOutcome of the gate leads to Finished, which is not there/,
  ],
  [
    'a state leaves JSONPath',
    ({ gate }) => {
      stateOf(gate, 'DecideRefund')['QueryLanguage'] = 'JSONata';
    },
    /^DecideRefund is not plain JSONPath/,
  ],
];
