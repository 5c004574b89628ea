import { expect, it } from 'vitest';
import { ProgressBar } from '../../lib/cli/progress-bar.ts';

function drawn(isTTY: boolean, events: number): readonly string[] {
  const written: string[] = [];
  let nowMs = 0;
  const stream = { isTTY, write: (text: string) => written.push(text) };
  const bar = new ProgressBar({ label: 'World 7', stream, nowMs: () => nowMs });
  for (let taken = 1; taken <= events; taken += 1) {
    nowMs += 1;
    bar.advance(() => taken / 4096);
  }
  bar.end();
  return written;
}

it('tells percent, rate and the time to go on a terminal, seldom, and takes itself away', () => {
  const lines = drawn(true, 1024);
  expect(lines).toHaveLength(5);
  expect(lines[3]).toBe('\rWorld 7 ██████░░░░░░░░░░░░░░░░░░  25 %  1,000 events/s, 0:04 to go\x1b[K');
  expect(lines.at(-1)).toBe('\r\x1b[K');
});

it('writes nothing anywhere else', () => {
  expect(drawn(false, 1024)).toStrictEqual([]);
});
