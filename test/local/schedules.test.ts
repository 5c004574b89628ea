import { expect, test } from 'vitest';
import { EmbeddedClock } from '../../lib/local/embedded-clock.ts';
import type { FunctionHost } from '../../lib/local/functions/function-host.ts';
import { parseScheduleExpression } from '../../lib/local/schedules/parse-schedule-expression.ts';
import { Schedules } from '../../lib/local/schedules/schedules.ts';
import type { StateMachines } from '../../lib/local/states/state-machines.ts';

test('holds one run back while there is too much other work, and leaves out further ones', async () => {
  const invoked: string[] = [];
  const functions: FunctionHost = Object({
    invoke: async (name: string) => {
      invoked.push(name);
      return { failed: false, payload: 'null', durationMs: 0 };
    },
  });
  const machines: StateMachines = Object({});
  const clock = new EmbeddedClock();
  let mayRun = false;
  const schedules = new Schedules({ clock, functions, machines, log: () => undefined, mayRun: () => mayRun });
  schedules.add({
    name: 'sweep',
    logicalId: 'Sweep',
    nextRun: parseScheduleExpression('rate(1 minute)', 'Sweep'),
    enabled: true,
    targetArn: 'sweep',
    input: '{}',
  });
  for (let minute = 0; minute < 3; minute += 1) await clock.advance(60_000);
  expect(invoked).toStrictEqual([]);
  expect(schedules.busy()).toStrictEqual(['schedule sweep']);
  mayRun = true;
  await expect.poll(() => invoked).toStrictEqual(['sweep']);
  expect(schedules.busy()).toStrictEqual([]);
  clock.stop();
});
