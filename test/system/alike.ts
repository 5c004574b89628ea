import { expect } from 'vitest';
import { pinPolicy } from '../../lib/app/judging/policies.ts';
import { DEFAULT_POLICY } from '../../lib/contracts/policy-document.ts';
import { EventBuilder, type ProducedEvent } from '../../lib/demo/event-builders.ts';
import { Replay } from '../../lib/replay/replay.ts';
import { type Batch, generatedWorld } from './generated-world.ts';
import { outcomesBy, startTestGate, type TestGate, type Workbench } from './test-gate.ts';

const DAY_MS = 86_400_000;

/** Decides so many generated refunds in both ways, and expects that all kinds of outcomes are among them. */
export async function expectGeneratedAlike(bench: Workbench, refunds: number): Promise<void> {
  const start = new Date('2026-11-02T06:00:00.000Z');
  const batches = generatedWorld(refunds, 20_261_122, start);
  const end = new Date((batches.at(-1)?.at.getTime() ?? 0) + 8 * DAY_MS);
  const events = [...batches.flatMap((batch) => batch.events), new EventBuilder('end').tick(end)];
  const decided = outcomesBy(await throughReplay(events));
  expect(outcomesBy(await throughServe(bench, batches, end))).toStrictEqual(decided);
  expect(Object.keys(decided)).toHaveLength(refunds);
  const kinds = new Set(
    Object.values(decided)
      .flat()
      .map((told) => told.split(' ')[0]),
  );
  expect([...kinds].toSorted()).toStrictEqual([
    'refundgate.refund.approved.v1',
    'refundgate.refund.escalated.v1',
    'refundgate.refund.held.v1',
  ]);
}

/** Returns what a replay of the events prints, without the ticks of its clock. */
export async function throughReplay(events: readonly ProducedEvent[]): Promise<readonly string[]> {
  const lines: string[] = [];
  const write = (line: string) => lines.push(line);
  const replay = new Replay({ policy: pinPolicy(DEFAULT_POLICY), write });
  for (const event of events) await replay.take(JSON.stringify(event));
  return lines.filter((line) => !line.includes('refundgate.clock.ticked.v1'));
}

async function throughServe(
  bench: Workbench,
  batches: readonly Batch[],
  end: Date,
): Promise<readonly string[]> {
  const gate = await startTestGate(bench, batches[0]?.at ?? end);
  try {
    await playBatches(gate, batches, end);
    return gate.lines;
  } finally {
    await gate.aws.stop();
  }
}

/** Sends batches to a gate, each at its time, and lets time pass to the end. */
export async function playBatches(
  { aws, put }: TestGate,
  batches: readonly Batch[],
  end: Date,
): Promise<void> {
  for (const { at, events } of batches) {
    if (at > aws.clock.now()) await aws.clock.advanceTo(at);
    await put(events);
    await aws.settle();
  }
  while (aws.clock.now() < end) {
    await aws.clock.advanceTo(new Date(Math.min(aws.clock.now().getTime() + DAY_MS, end.getTime())));
    await aws.settle();
  }
}
