import { afterEach, expect, test, vi } from 'vitest';
import { decisionsOnce } from '../../lib/cli/decisions-once.ts';
import { say } from '../../lib/cli/verb.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

test('talk shows what it repeats, and lets none of it act on the terminal', () => {
  const written: unknown[] = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    written.push(text);
    return true;
  });
  say('There is no refund \u001b[2J\u009b\u202e\nAll is well.');
  expect(written).toStrictEqual(['There is no refund \\u{1b}[2J\\u{9b}\\u{202e}\\u{a}All is well.\n']);
});

test('a decision on the bus is printed as JSON that no terminal obeys', () => {
  const lines: string[] = [];
  const take = decisionsOnce((line) => lines.push(line));
  const detail = { id: 'rejected.1', data: { eventId: 'x\u009b2J\u202e' } };
  const bus = { bus: 'refund-gate', id: '1', time: '2026-11-22T10:00:00Z', source: 'refundgate' };
  take({ ...bus, detailType: 'refundgate.event.rejected.v1', detail });
  expect(lines).toStrictEqual(['{"id":"rejected.1","data":{"eventId":"x\\u009b2J\\u202e"}}']);
  expect(JSON.parse(lines[0] ?? '')).toStrictEqual(detail);
});
