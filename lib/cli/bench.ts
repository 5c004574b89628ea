import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { resourceNames } from '../contracts/names.ts';
import { EventBuilder } from '../demo/event-builders.ts';
import { type HonestReturn, honestReturns } from '../demo/honest-returns.ts';
import type { EmbeddedAws } from '../local/embedded-aws.ts';
import type { MeterSnapshot } from '../local/meter.ts';
import { embeddedGate, invokeStep } from './invoke-step.ts';
import { startLocalGate } from './local-gate.ts';
import { eventPutter } from './put-events.ts';

/** How many refunds are counted on each path. The counts are the same for each refund, so a few are enough. */
const COUNTED = 10;

/** How many refunds are sent at once to measure how many `serve` decides per second. */
const SERVED = 300;

const START = new Date('2026-11-22T08:00:00.000Z');

/** Measures what a refund costs and how many are decided per second, prints it and returns the exit code. */
export async function bench(): Promise<number> {
  const folder = resolve('.refund-gate', 'bench');
  const { aws } = await startLocalGate({ folder, keep: false, startAt: START });
  try {
    await countPaths(aws);
    await measureServe(aws);
  } finally {
    await aws.stop();
  }
  await printBundles(join(folder, '.refund-gate-assembly'));
  return 0;
}

function print(line = ''): void {
  process.stdout.write(`${line}\n`);
}

/** One way a refund can go: what is sent before the counting starts, and what is counted. */
interface Path {
  readonly name: string;
  readonly before: (one: HonestReturn) => HonestReturn['scans'];
  readonly counted: (aws: EmbeddedAws, ones: readonly HonestReturn[]) => Promise<void>;
}

const PATHS: readonly Path[] = [
  {
    name: 'approved at once',
    before: (one) => one.scans,
    counted: async (aws, ones) => eventPutter(aws)(ones.map((one) => one.refund)),
  },
  {
    name: 'approved, nobody named',
    before: () => [],
    counted: async (aws, ones) => {
      const amount = { currency: 'USD', minor: 9_900 };
      const unnamed = { claim: 'damaged', rmaId: undefined, markedBy: undefined, amount, captured: amount };
      await eventPutter(aws)(
        ones.map(({ refund }) => ({ ...refund, data: { ...Object(refund.data), ...unnamed } })),
      );
    },
  },
  {
    name: 'held, woken, approved',
    before: () => [],
    counted: async (aws, ones) => {
      await eventPutter(aws)(ones.map((one) => one.refund));
      await aws.settle();
      await eventPutter(aws)(ones.flatMap((one) => one.scans.slice(2, 3)));
    },
  },
  {
    name: 'escalated, reviewed',
    before: (one) => one.scans,
    counted: async (aws, ones) => {
      const events = ones.map(({ refund }) => ({
        ...refund,
        data: { ...Object(refund.data), approvedBy: 'clerk_x', markedBy: 'clerk_x' },
      }));
      await eventPutter(aws)(events);
      await aws.settle();
      const invoke = invokeStep(embeddedGate(aws.endpoint));
      for (const { refundId } of ones) {
        await invoke('review-refund', {
          refundId,
          reviewerId: 'rev_1',
          decision: 'approve',
          verdict: 'genuine',
        });
      }
    },
  },
  {
    name: 'one scan',
    before: () => [],
    counted: async (aws, ones) => eventPutter(aws)(ones.flatMap((one) => one.scans.slice(0, 1))),
  },
];

async function countPaths(aws: EmbeddedAws): Promise<void> {
  print('per refund               Express  Standard     Lambda   write   read   SQS  events');
  print('                            runs  transitions   calls   units  units  calls  on bus');
  // A deployment's first refund also saves the policy, and a clerk's first refund of a day also creates the day.
  // Neither is typical, so these are not counted.
  let first = COUNTED;
  await playUncounted(aws);
  for (const path of PATHS) {
    const build = new EventBuilder(`bench${first}`);
    const ones = honestReturns(build, { from: first, count: COUNTED, start: START, apartMs: 0 });
    first += COUNTED;
    await eventPutter(aws)(ones.flatMap(path.before));
    await aws.settle();
    aws.meter.reset();
    await path.counted(aws, ones);
    await aws.settle();
    printCounts(path.name, aws.meter.snapshot());
  }
}

async function playUncounted(aws: EmbeddedAws): Promise<void> {
  const ones = honestReturns(new EventBuilder('first'), { count: COUNTED, start: START, apartMs: 0 });
  await eventPutter(aws)(ones.flatMap((one) => one.scans));
  await aws.settle();
  await eventPutter(aws)(ones.map((one) => one.refund));
  await aws.settle();
}

function printCounts(
  name: string,
  { stateMachines, functions, dynamodb, queueRequests, busEvents }: MeterSnapshot,
): void {
  const { gateMachine, reviewMachine } = resourceNames();
  const usage = Object.values(dynamodb);
  const figures = [
    [stateMachines[gateMachine]?.executions ?? 0, 7],
    [stateMachines[reviewMachine]?.stateTransitions ?? 0, 12],
    [sum(Object.values(functions).map((one) => one.invocations)), 9],
    [sum(usage.map((one) => one.writeUnits)), 8],
    [sum(usage.map((one) => one.readUnits)), 7],
    [sum(Object.values(queueRequests)), 7],
    [sum(Object.values(busEvents)), 8],
  ] as const;
  print(
    name.padEnd(25) + figures.map(([total, width]) => (total / COUNTED).toFixed(1).padStart(width)).join(''),
  );
  if (process.env['BENCH_DETAIL'] === undefined) return;
  for (const [kind, one] of Object.entries(dynamodb)) {
    print(
      `    ${kind.padEnd(60)} ${String(one.requests / COUNTED).padStart(5)} ${one.writeUnits / COUNTED} w ${one.readUnits / COUNTED} r`,
    );
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

async function measureServe(aws: EmbeddedAws): Promise<void> {
  const load = { from: 10_000, count: SERVED, start: START, apartMs: 0 };
  const ones = honestReturns(new EventBuilder('served'), load);
  await eventPutter(aws)(ones.flatMap((one) => one.scans));
  await aws.settle();
  const startedAt = performance.now();
  await eventPutter(aws)(ones.map((one) => one.refund));
  await aws.settle();
  const seconds = (performance.now() - startedAt) / 1000;
  print();
  print(
    `serve:   ${(SERVED / seconds).toFixed(0)} refunds a second (${SERVED} sent at once, on this machine)`,
  );
}

async function printBundles(assembly: string): Promise<void> {
  const sizes: number[] = [];
  for (const name of await readdir(assembly)) {
    const info = await stat(join(assembly, name, 'index.mjs')).catch(() => undefined);
    if (info !== undefined) sizes.push(info.size);
  }
  const kilobytes = (bytes: number): string => `${Math.round(bytes / 1000)} KB`;
  print(`bundles: ${sizes.length}, ${kilobytes(Math.min(...sizes))} to ${kilobytes(Math.max(...sizes))}`);
}
