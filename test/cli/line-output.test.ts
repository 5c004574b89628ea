import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { LineOutput } from '../../lib/cli/line-output.ts';

/** A stream whose reader takes a write only when told to. */
function slowReader() {
  const taken: string[] = [];
  const waiting: (() => void)[] = [];
  const stream = new Writable({
    decodeStrings: false,
    write: (text: string, _encoding, done) => {
      taken.push(text);
      waiting.push(done);
    },
  });
  const takeOne = (): void => waiting.shift()?.();
  return { stream, taken, takeOne };
}

describe('the output of lines', () => {
  it('gathers lines and hands them over in one write when it is flushed', () => {
    const { stream, taken } = slowReader();
    const output = new LineOutput(stream);
    output.write('one');
    output.write('two');
    expect(taken).toStrictEqual([]);
    output.flush();
    output.flush();
    expect(taken).toStrictEqual(['one\ntwo\n']);
  });

  it('does not gather without bound', () => {
    const { stream, taken } = slowReader();
    const output = new LineOutput(stream);
    const line = 'x'.repeat(999);
    for (let count = 0; count < 66; count += 1) output.write(line);
    expect(taken.join('')).toHaveLength(66_000);
  });

  it('tells when it is ahead of a slow reader, and when that has caught up', async () => {
    const { stream, takeOne } = slowReader();
    const output = new LineOutput(stream);
    output.write('x'.repeat(1 << 20));
    expect(output.isAhead).toBe(true);
    const events: string[] = [];
    const caughtUp = output.caughtUp().then(() => events.push('caught up'));
    await new Promise(setImmediate);
    events.push('reader takes');
    takeOne();
    await caughtUp;
    expect(events).toStrictEqual(['reader takes', 'caught up']);
    expect(output.isAhead).toBe(false);
  });

  it('waits for nobody when nothing waits', async () => {
    const { stream } = slowReader();
    const output = new LineOutput(stream);
    output.write('one');
    expect(output.isAhead).toBe(false);
    await expect(output.caughtUp()).resolves.toBeUndefined();
  });
});
