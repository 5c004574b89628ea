import { afterAll, beforeAll, test } from 'vitest';
import { expectGeneratedAlike } from './alike.ts';
import { type Workbench, workbench } from './test-gate.ts';

let bench: Workbench;

beforeAll(async () => {
  bench = await workbench();
});

afterAll(() => bench.clean());

// The story is in `story.test.ts`, 500 generated refunds are in `conformance.full.test.ts`.
test('decides 60 generated refunds alike in the deployed system and in a replay', async () => {
  await expectGeneratedAlike(bench, 60);
});
