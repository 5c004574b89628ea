import { isDeepStrictEqual } from 'node:util';
import type { Definition, State } from './state-machine-definition.ts';

/** The definitions of the three machines. */
export interface Machines {
  readonly gate: Definition;
  readonly review: Definition;
  readonly nightly: Definition;
}

type Objection = string;

interface Transition {
  readonly from: string;
  readonly to: string;
  readonly kind: 'next' | 'catch' | 'choice' | 'default';
  /** The rule of a choice. */
  readonly rule?: unknown;
}

const DECIDE = 'DecideRefund';
const PUBLISH = 'PublishRelease';
const APPROVES = { Variable: '$.outcome', StringEquals: 'approve', Next: PUBLISH };

/** What would change the outcome between the Lambda's answer and the choice that reads it. */
const RESHAPING = ['ResultPath', 'ResultSelector', 'OutputPath', 'Output', 'Assign'];

/**
 * Returns what speaks against the claim that these machines fail closed: that a refund is published only by the branch that
 * reads "approve" from DecideRefund, and that no fault, time-out, exhausted retry or unforeseen outcome leads there without
 * judging again. A retry has no way out of its own: when exhausted, it takes a Catch or fails the run, so Catches are walked.
 *
 * @returns one sentence for each objection; none where the machines fail closed.
 */
export function failClosedWalk({ gate, review, nightly }: Machines): readonly Objection[] {
  return [
    ...gateObjections(gate),
    ...soundness('gate', gate),
    ...soundness('review', review),
    ...soundness('nightly', nightly),
    ...nightlyObjections(nightly),
    ...publishersIn(review, gate).map((name) => `The review machine publishes, in ${name}.`),
    ...publishersIn(nightly, gate).map((name) => `The nightly machine publishes, in ${name}.`),
  ];
}

function gateObjections(gate: Definition): Objection[] {
  if (gate.States[PUBLISH] === undefined || gate.States[DECIDE] === undefined) {
    return [`The gate has no ${PUBLISH} or no ${DECIDE}.`];
  }
  const others = publishersIn(gate, gate).filter((name) => name !== PUBLISH);
  return [
    ...others.map((name) => `${name} publishes besides ${PUBLISH}.`),
    ...entryObjections(gate),
    ...bypassObjections(gate),
    ...(gate.TimeoutSeconds === undefined ? ['The gate machine has no time-out.'] : []),
  ];
}

/** A night that failed says so: nothing that went wrong leads to its success, nor to the snapshot that ends it. */
function nightlyObjections(nightly: Definition): Objection[] {
  const transitions = transitionsOf(nightly);
  const ends = Object.entries(nightly.States).flatMap(([name, { Type }]) =>
    Type === 'Succeed' ? [name] : [],
  );
  return [
    ...transitions
      .filter(({ kind }) => kind === 'catch' || kind === 'default')
      .filter(({ to }) => nightly.States[to]?.Type !== 'Fail')
      .map(
        ({ from, kind, to }) => `The ${kind} of ${from} in the nightly leads to ${to}, which does not fail.`,
      ),
    ...transitions
      .filter(({ to }) => ends.includes(to))
      .filter(({ from, kind }) => from !== 'MakeBaselines' || kind !== 'next')
      .map(({ from }) => `The nightly ends well from ${from}, without a snapshot.`),
    ...(nightly.TimeoutSeconds === undefined ? ['The nightly machine has no time-out.'] : []),
  ];
}

/** PublishRelease has one way in: a choice that reads what DecideRefund answered, unchanged. */
function entryObjections(gate: Definition): Objection[] {
  const transitions = transitionsOf(gate);
  const entries = transitions.filter(({ to }) => to === PUBLISH);
  const objections: Objection[] = [];
  if (gate.StartAt === PUBLISH) objections.push(`The gate starts at ${PUBLISH}.`);
  if (entries.length !== 1) objections.push(`${PUBLISH} has ${entries.length} ways in, not one.`);
  for (const { from, kind, rule } of entries) {
    if (kind !== 'choice' || !isDeepStrictEqual(rule, APPROVES)) {
      objections.push(`${PUBLISH} is entered from ${from} by a ${kind} that is not $.outcome == "approve".`);
    }
    for (const way of transitions.filter(({ to }) => to === from)) {
      if (way.from === DECIDE && way.kind === 'next') continue;
      objections.push(
        `${from}, which leads to ${PUBLISH}, is entered by a ${way.kind} of ${way.from}, not by ${DECIDE}.`,
      );
    }
    for (const field of [...RESHAPING, 'InputPath']) {
      if (field in (gate.States[from] ?? {})) objections.push(`${from} changes what it reads, by ${field}.`);
    }
  }
  for (const field of RESHAPING) {
    if (field in (gate.States[DECIDE] ?? {})) objections.push(`${DECIDE}'s answer is changed by ${field}.`);
  }
  return objections;
}

/** Whatever goes wrong, and whatever nobody foresaw, leads to PublishRelease only past DecideRefund. */
function bypassObjections(gate: Definition): Objection[] {
  const transitions = transitionsOf(gate);
  return transitions
    .filter(({ kind }) => kind === 'catch' || kind === 'default')
    .filter(({ to }) => reachable(to, transitions).has(PUBLISH))
    .map(({ from, kind, to }) => `The ${kind} of ${from} to ${to} leads to ${PUBLISH} without ${DECIDE}.`);
}

/** The states one gets to from `start` without going through DecideRefund. */
function reachable(start: string, transitions: readonly Transition[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const waiting = [start];
  for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
    if (state === DECIDE || seen.has(state)) continue;
    seen.add(state);
    for (const { from, to } of transitions) if (from === state) waiting.push(to);
  }
  return seen;
}

/** What holds for every state of every machine and branch. */
function soundness(machine: string, definition: Definition): Objection[] {
  const objections: Objection[] = [];
  if ('QueryLanguage' in definition) objections.push(`The ${machine} is not plain JSONPath.`);
  for (const { from, to } of [{ from: 'the start', to: definition.StartAt }, ...transitionsOf(definition)]) {
    if (definition.States[to] === undefined) {
      objections.push(`${from} of the ${machine} leads to ${to}, which is not there.`);
    }
  }
  for (const [name, state] of Object.entries(definition.States)) {
    objections.push(...taskObjections(name, state), ...choiceObjections(name, state, definition));
    if ('QueryLanguage' in state) objections.push(`${name} is not plain JSONPath.`);
    for (const branch of state.Branches ?? []) {
      objections.push(...soundness(`${machine}, in ${name}`, branch), ...branchObjections(branch));
    }
    if (state.ItemProcessor !== undefined) {
      const { ItemProcessor: each } = state;
      objections.push(
        ...soundness(`${machine}, in ${name}`, each),
        ...processorObjections(name, each, state),
      );
    }
  }
  return objections;
}

function taskObjections(name: string, { Type, TimeoutSeconds, Catch = [] }: State): Objection[] {
  if (Type !== 'Task') return [];
  const catchesAll = Catch.at(-1)?.ErrorEquals.includes('States.ALL') ?? false;
  return [
    ...(TimeoutSeconds === undefined ? [`${name} has no time-out.`] : []),
    ...(catchesAll ? [] : [`${name} does not catch every fault.`]),
  ];
}

function choiceObjections(name: string, { Type, Default }: State, { States }: Definition): Objection[] {
  if (Type !== 'Choice') return [];
  if (Default === undefined) return [`${name} has no default.`];
  return States[Default]?.Type === 'Fail'
    ? []
    : [`The default of ${name} is ${Default}, which does not fail.`];
}

/** A check that failed says so: its finding is "unknown", never nothing and never something good. */
function branchObjections(branch: Definition): Objection[] {
  return transitionsOf(branch)
    .filter(({ kind }) => kind === 'catch')
    .filter(({ to }) => !saysUnknown(branch.States[to]))
    .map(({ from }) => `A fault of ${from} is not a finding "unknown".`);
}

/** An item that failed fails the Map: it is not passed over, and no more than so many fail unnoticed. */
function processorObjections(name: string, each: Definition, state: State): Objection[] {
  const tolerant = Object.keys(state).filter((field) => field.startsWith('Tolerated'));
  return [
    ...tolerant.map((field) => `${name} passes over items that failed, by ${field}.`),
    ...(state.MaxConcurrency === undefined ? [`${name} runs any number of items at once.`] : []),
    ...((state.Catch ?? []).at(-1)?.ErrorEquals.includes('States.ALL')
      ? []
      : [`${name} does not catch every fault.`]),
    ...transitionsOf(each)
      .filter(({ kind, to }) => kind === 'catch' && each.States[to]?.Type !== 'Fail')
      .map(({ from }) => `A fault of ${from} does not fail its item of ${name}.`),
  ];
}

function saysUnknown(state: State | undefined): boolean {
  const { Result } = state ?? {};
  return typeof Result === 'object' && Result !== null && 'state' in Result && Result.state === 'unknown';
}

/** The names of the states that publish: by their name, by running PublishRelease's Lambda, or on the bus directly. */
function publishersIn(definition: Definition, gate: Definition): string[] {
  const publishLambda = gate.States[PUBLISH]?.Resource;
  return Object.entries(definition.States).flatMap(([name, state]) => {
    const { Branches = [], ItemProcessor, ...own } = state;
    const parts = [...Branches, ...(ItemProcessor === undefined ? [] : [ItemProcessor])];
    const inBranches = parts.flatMap((part) => publishersIn(part, gate));
    const text = JSON.stringify(own);
    const publishes =
      name === PUBLISH ||
      /:putEvents/i.test(text) ||
      (publishLambda !== undefined && text.includes(publishLambda));
    return publishes ? [name, ...inBranches] : inBranches;
  });
}

function transitionsOf({ States }: Definition): readonly Transition[] {
  return Object.entries(States).flatMap(([from, state]): Transition[] => [
    ...(state.Next === undefined ? [] : [{ from, to: state.Next, kind: 'next' as const }]),
    ...(state.Default === undefined ? [] : [{ from, to: state.Default, kind: 'default' as const }]),
    ...(state.Catch ?? []).map(({ Next }) => ({ from, to: Next, kind: 'catch' as const })),
    ...(state.Choices ?? []).map((rule) => ({ from, to: rule.Next, kind: 'choice' as const, rule })),
  ]);
}
