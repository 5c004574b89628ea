import { afterAll, beforeAll, test } from 'vitest';
import { expectGeneratedAlike } from './alike.ts';
import { type Workbench, workbench } from './test-gate.ts';

let bench: Workbench;

beforeAll(async () => {
  bench = await workbench();
});

afterAll(() => bench.clean());

test('decides 500 generated refunds alike in the deployed system and in a replay', {
  // A guard against what hangs: on a machine that is busy with other work it takes many times what it needs alone.
  timeout: 1_800_000,
}, async () => {
  await expectGeneratedAlike(bench, 500);
});
