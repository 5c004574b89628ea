import { afterAll, beforeAll, expect, test } from 'vitest';
import { EventBuilder } from '../../lib/demo/event-builders.ts';
import { STORY_START } from '../../lib/demo/story.ts';
import { startTestGate, type Workbench, workbench } from './test-gate.ts';

let bench: Workbench;

beforeAll(async () => {
  bench = await workbench();
});

afterAll(() => bench.clean());

test('logs each rejected event as a number that the alarm sums, with its producer and the fields at fault', async () => {
  const lines: string[] = [];
  const log = (line: string) => lines.push(line);
  const { aws, put } = await startTestGate(bench, STORY_START, { log });
  try {
    const slip = new EventBuilder('slip').event('refund.requested', STORY_START, {
      refundId: 'a name\u001b[2J',
    });
    await put([
      { ...slip, id: 'evt-1', source: 'shop' },
      { ...slip, id: 'evt-2', source: 'a shop\u001b[2J' },
    ]);
    await aws.settle();
    const rejected = () =>
      lines.flatMap((line) => {
        const [, text = '{}'] = /^\[refund-gate-intake\] (.*)$/.exec(line) ?? [];
        const { level, message } = JSON.parse(text);
        return message?.rejected > 0 ? [{ level, ...message }] : [];
      });
    await expect.poll(() => rejected().length).toBe(2);
    const byId = rejected().toSorted((a, b) => a.eventId.localeCompare(b.eventId));
    expect(byId).toStrictEqual([
      {
        level: 'WARN',
        step: 'intake',
        rejected: 1,
        source: 'shop',
        type: 'refundgate.refund.requested.v1',
        eventId: 'evt-1',
        paths: expect.arrayContaining(['data.refundId', 'data.orderId']),
      },
      expect.objectContaining({ rejected: 1, source: '(not shown)', eventId: 'evt-2' }),
    ]);
    expect(lines.join('')).not.toContain('a name');
  } finally {
    await aws.stop();
  }
});
