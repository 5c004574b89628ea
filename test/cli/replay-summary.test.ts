import { describe, expect, it } from 'vitest';
import { pinPolicy } from '../../lib/app/judging/policies.ts';
import { ReplaySummary } from '../../lib/cli/replay-summary.ts';
import { parseIntakeMessage } from '../../lib/contracts/intake-message.ts';
import { Replay } from '../../lib/replay/replay.ts';
import { rulesOnly } from '../builders.ts';
import { DEAR, file } from '../lab/replay-file.ts';
import { lineOf, read } from '../lab/replayed.ts';

/** Replays events as the verb does; returns the summary and the types of what was printed. */
async function summaryOf(events: readonly unknown[], { reminders = false } = {}) {
  const summary = new ReplaySummary();
  const printed: string[] = [];
  const replay = new Replay({
    policy: pinPolicy(rulesOnly()),
    write: (line) => printed.push(read(line).type.split('.').at(-2) ?? ''),
    hears: (event, number) => !summary.published(event, number) || reminders,
  });
  for (const [index, event] of events.entries()) {
    const line = lineOf(event);
    const one = { number: index + 1, unit: 'line', line, parsed: parseIntakeMessage(line) } as const;
    summary.took(one, await replay.take(line, one.parsed, one.number));
  }
  return { lines: summary.lines({ reminders }), printed, summary };
}

const another = (number: number) => ({
  refundId: `re_${number}`,
  orderId: `o_${number}`,
  rmaId: `rma_${number}`,
  customerId: `c_${number}`,
});

describe('the summary of a replay', () => {
  it('counts what was taken, and how the refunds ended or where they are', async () => {
    const events = file();
    const first = events.refund(0, DEAR);
    const { lines } = await summaryOf([
      first,
      first,
      events.refund(0, { ...DEAR, ...another(2) }),
      events.refund(0, { ...DEAR, ...another(3) }),
      events.refund(0, another(4)),
      events.dock(0, 'rma_5'),
      events.refund(0, another(5)),
      events.review(1),
      events.review(1, { refundId: 're_2', decision: 'deny', verdict: 'nothing_arrived' }),
      events.tick(2),
    ]);
    expect(lines).toStrictEqual([
      'taken        10 events, 1 of them repeats',
      'rejected     0',
      'for nothing  0',
      'refunds      2 approved, 1 denied, 1 held, 1 waiting for people',
    ]);
  });

  it('names the first line that was rejected, and why', async () => {
    const events = file();
    const { lines, summary } = await summaryOf([
      events.tick(0),
      'no JSON \u001b[2J',
      { ...events.refund(0), time: 'yesterday' },
    ]);
    expect(lines[1]).toMatch(/^rejected {5}2; first line 2: not JSON: .*\\u\{1b\}/);
    expect([summary.taken, summary.rejected]).toStrictEqual([1, 2]);
  });

  it('counts a review that is refused only once its refund is escalated, under its own line', async () => {
    const events = file();
    const early = events.review(1, { reviewerId: 'emp_7' });
    const { lines, summary } = await summaryOf([events.refund(0), early, events.tick(24 * 4)]);
    expect(lines[1]).toBe('rejected     1; first line 2: data: not taken: refused marked_the_return');
    expect(summary.taken).toBe(2);
  });

  it('counts scans that are no evidence, and shows the first', async () => {
    const events = file();
    const scan = events.dock(0);
    const idle = { ...scan, id: 'idle', data: { ...Object(scan.data), bizStep: 'picking' } };
    const { lines } = await summaryOf([scan, idle, idle, { ...idle, id: 'idle2' }]);
    expect(lines[2]).toBe('for nothing  3; first line 2: bizStep picking, disposition none, class sensor');
  });

  it('warns once of times that run backwards', async () => {
    const events = file();
    const { lines } = await summaryOf([events.tick(3), events.tick(3), events.tick(1), events.tick(2)]);
    expect(lines.filter((line) => line.startsWith('Warning'))).toStrictEqual([
      'Warning: times run backwards at 2; first line 3: 2026-11-22T11:00:00.000Z comes after 2026-11-22T13:00:00.000Z. Each was taken at the newest time before it; sort the file by time.',
    ]);
  });

  it('prints one more event for a refund that nobody may decide, since that is news', async () => {
    const events = file();
    const { printed, lines } = await summaryOf([
      events.clerk(0),
      events.refund(0, DEAR),
      events.tick(24 * 4 + 1),
    ]);
    expect(printed).toStrictEqual(['escalated', 'escalated', 'ticked']);
    expect(lines.at(-1)).toMatch(/^reminders {4}\d not printed/);
  });

  it('counts the reminders that are left out, and does not while they are printed', async () => {
    const events = file();
    const asked = [events.refund(0, DEAR), events.tick(24 * 4 + 1)];
    const without = await summaryOf(asked);
    const withThem = await summaryOf(asked, { reminders: true });
    expect(without.printed).toStrictEqual(['escalated', 'ticked']);
    expect(withThem.printed.length).toBeGreaterThan(2);
    const left = withThem.printed.length - without.printed.length;
    expect(without.lines.at(-1)).toBe(`reminders    ${left} not printed; --reminders prints them`);
    expect(withThem.lines).toHaveLength(4);
  });
});
