import { afterAll, beforeAll, expect, test } from 'vitest';
import { pinPolicy } from '../../lib/app/policies.ts';
import { DEFAULT_POLICY } from '../../lib/contracts/policy-document.ts';
import type { ProducedEvent } from '../../lib/lab/event-builders.ts';
import { EventBuilder } from '../../lib/lab/event-builders.ts';
import { Replay } from '../../lib/lab/replay.ts';
import { STORY_START, story } from '../../lib/lab/story.ts';
import { type Batch, generatedWorld } from './generated-world.ts';
import { outcomesBy, startTestGate, type Workbench, workbench } from './test-gate.ts';

const DAY_MS = 86_400_000;

let bench: Workbench;

beforeAll(async () => {
  bench = await workbench();
});

afterAll(() => bench.clean());

async function throughReplay(events: readonly ProducedEvent[]): Promise<readonly string[]> {
  const lines: string[] = [];
  const write = (line: string) => lines.push(line);
  const replay = new Replay({ policy: pinPolicy(DEFAULT_POLICY), write });
  for (const event of events) await replay.take(JSON.stringify(event));
  return lines.filter((line) => !line.includes('refundgate.clock.ticked.v1'));
}

async function throughServe(batches: readonly Batch[], end: Date): Promise<readonly string[]> {
  const { aws, lines, put } = await startTestGate(bench, batches[0]?.at ?? end);
  try {
    for (const { at, events } of batches) {
      if (at > aws.clock.now()) await aws.clock.advanceTo(at);
      await put(events);
      await aws.settle();
    }
    while (aws.clock.now() < end) {
      await aws.clock.advanceTo(new Date(Math.min(aws.clock.now().getTime() + DAY_MS, end.getTime())));
      await aws.settle();
    }
    return lines;
  } finally {
    await aws.stop();
  }
}

test('decides the story alike in the deployed system and in a replay', async () => {
  const events = story().flatMap((scene) => scene.events);
  const ticks = events.filter((event) => event.type === 'refundgate.clock.ticked.v1');
  const sent = events.filter((event) => !ticks.includes(event));
  const end = new Date(ticks.at(-1)?.time ?? STORY_START);
  const served = await throughServe(
    sent.map((event) => ({ at: new Date(event.time), events: [event] })),
    end,
  );
  expect(outcomesBy(served)).toStrictEqual(outcomesBy(await throughReplay(events)));
});

test('decides 500 generated refunds alike in the deployed system and in a replay', {
  // A guard against what hangs: on a machine that is busy with other work it takes many times what it needs alone.
  timeout: 1_800_000,
}, async () => {
  const start = new Date('2026-11-02T06:00:00.000Z');
  const batches = generatedWorld(500, 20_261_122, start);
  const end = new Date((batches.at(-1)?.at.getTime() ?? 0) + 8 * DAY_MS);
  const events = [...batches.flatMap((batch) => batch.events), new EventBuilder('end').tick(end)];
  const replayed = outcomesBy(await throughReplay(events));
  const served = outcomesBy(await throughServe(batches, end));
  expect(served).toStrictEqual(replayed);
  expect(Object.keys(replayed)).toHaveLength(500);
  const kinds = new Set(
    Object.values(replayed)
      .flat()
      .map((told) => told.split(' ')[0]),
  );
  expect([...kinds].toSorted()).toStrictEqual([
    'refundgate.refund.approved.v1',
    'refundgate.refund.escalated.v1',
    'refundgate.refund.held.v1',
  ]);
});
