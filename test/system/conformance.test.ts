import { afterAll, beforeAll, test } from 'vitest';
import { STORY_START, story } from '../../lib/demo/story.ts';
import { decidedAlike, expectGeneratedAlike } from './alike.ts';
import { type Workbench, workbench } from './test-gate.ts';

let bench: Workbench;

beforeAll(async () => {
  bench = await workbench();
});

afterAll(() => bench.clean());

test('decides the story alike in the deployed system and in a replay', async () => {
  const events = story().flatMap((scene) => scene.events);
  const ticks = events.filter((event) => event.type === 'refundgate.clock.ticked.v1');
  const sent = events.filter((event) => !ticks.includes(event));
  const batches = sent.map((event) => ({ at: new Date(event.time), events: [event] }));
  await decidedAlike(bench, { events, batches, end: new Date(ticks.at(-1)?.time ?? STORY_START) });
});

// 500 of them are in `conformance.full.test.ts`.
test('decides 60 generated refunds alike in the deployed system and in a replay', async () => {
  await expectGeneratedAlike(bench, 60);
});
