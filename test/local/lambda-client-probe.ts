import * as z from 'zod';
import { stepHandler } from '../../lib/adapters/aws/step.ts';

/** What the probe is asked to log: JSON values, values that are no JSON, or what a step logs. */
export type ProbeEvent =
  | { readonly logs: 'values'; readonly values: readonly unknown[] }
  | { readonly logs: 'odd values' }
  | { readonly logs: 'a step'; readonly refundId: string; readonly fails: boolean }
  | { readonly logs: 'a thrown text' };

class NoRoomError extends Error {
  override readonly name = 'NoRoomError';
  readonly seat = 7;
}

const step = stepHandler({
  name: 'probe',
  input: z.object({ refundId: z.string(), fails: z.boolean() }),
  run: async ({ refundId, fails }) => {
    if (fails) throw new NoRoomError('no room', { cause: new Error('full') });
    return { refundId };
  },
  describe: ({ refundId }) => ({ refundId, outcome: 'hold', codes: ['E01', 'E02'] }),
});

console.info('loaded');

/** Logs what it is asked to: run by AWS's own Lambda client and by the embedded worker. */
export async function handler(event: ProbeEvent): Promise<unknown> {
  switch (event.logs) {
    case 'values':
      for (const value of event.values) {
        console.log(value);
        console.error('of %s', value, value);
      }
      return null;
    case 'odd values':
      logOddValues();
      return null;
    case 'a step':
      return step(event, Object.create(null));
    case 'a thrown text':
      throw 'plain';
  }
}

function logOddValues(): void {
  const circle: Record<string, unknown> = { name: 'circle' };
  circle['self'] = circle;
  const odd = [undefined, circle, 7n, () => 7, Symbol('seven'), new Map([['a', 1]]), Number.NaN, -0];
  const errors = [new NoRoomError('no room'), { inner: new RangeError('too far') }, [new Error('listed')]];
  for (const value of [...odd, ...errors]) {
    console.warn(value);
    console.warn('with', value);
  }
  console.log();
  console.log('two\nlines\r\n');
  console.log('100 %', 'of %d', 3);
  console.log(JSON.stringify({ refundId: 're_text' }));
  console.debug('below INFO');
  console.trace('below INFO');
}
