import { afterAll, beforeAll, test } from 'vitest';
import { expectGeneratedAlike } from './alike.ts';
import { type Workbench, workbench } from './test-gate.ts';

let bench: Workbench;

beforeAll(async () => {
  bench = await workbench();
});

afterAll(() => bench.clean());

test('decides 500 generated refunds alike in the deployed system and in a replay', {
  timeout: 480_000,
}, async () => {
  await expectGeneratedAlike(bench, 500);
});
