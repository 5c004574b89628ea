import { afterAll, beforeAll, test } from 'vitest';
import { expectSurvives } from './killed-gate.ts';
import { type Workbench, workbench } from './test-gate.ts';

let bench: Workbench;

beforeAll(async () => {
  bench = await workbench();
});

afterAll(() => bench.clean());

test.each([50, 900])(
  'loses nothing and releases nothing twice when it is killed %i ms into the story and started again',
  (delayMs) => expectSurvives(bench, delayMs),
);
