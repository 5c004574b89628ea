import { describe, expect, it } from 'vitest';
import { daysCounted, KEPT_DAYS, lastReviewEnd } from '../../../lib/domain/overview/decided-days.ts';
import type { RefundStatus } from '../../../lib/domain/refund/status.ts';
import { dayNumber, dayOfNumber } from '../../../lib/domain/shared/calendar.ts';

function link(by: string, status: RefundStatus, at = '2026-12-01T23:59:59.999Z') {
  return { by, status, at, codes: [], digest: '', hash: '' };
}

describe('the end of a review', () => {
  it.each([
    ['the machine approves it', [link('policy', 'approved'), link('policy', 'published')]],
    ['one of two reviewers has answered', [link('policy', 'escalated'), link('reviewer:ana', 'escalated')]],
    ['nobody has answered in time', [link('timeout', 'escalated')]],
  ])('is none when %s', (_, audit) => {
    expect(lastReviewEnd({ audit })).toBe(undefined);
  });

  it('is on the UTC day of the last answer, and stays when the release goes out', () => {
    const audit = [
      link('reviewer:ana,ben', 'approved'),
      link('reviewer:ana,ben', 'published', '2026-12-02T00:00:00.000Z'),
    ];
    expect(lastReviewEnd({ audit })).toStrictEqual({ day: '2026-12-01', outcome: 'approved' });
  });

  it('is the last one, if a stop came before the release and people decided again', () => {
    const audit = [
      link('reviewer:ana', 'approved'),
      link('policy', 'held'),
      link('policy', 'escalated'),
      link('reviewer:ben', 'denied', '2026-12-03T08:00:00.000Z'),
    ];
    expect(lastReviewEnd({ audit })).toStrictEqual({ day: '2026-12-03', outcome: 'denied' });
    expect(lastReviewEnd({ audit: audit.slice(0, 2) })?.day).toBe('2026-12-01');
  });
});

describe('the days that are kept', () => {
  const through = '2026-12-01';
  const ago = (days: number) => dayOfNumber(dayNumber(through) - days);
  const on = (day: string, approved = 1) => ({ day, approved, denied: 0 });

  it('are sorted, and a day that was counted again replaces what was known', () => {
    const known = { through: ago(1), days: [on(ago(5)), on(ago(1))] };
    const counted = [on(ago(0)), on(ago(1), 7)];
    expect(daysCounted(known, { counted, through })).toStrictEqual({
      through,
      days: [on(ago(5)), on(ago(1), 7), on(ago(0))],
    });
  });

  it('do not have a day without a decision, also if one was counted before', () => {
    const known = { through: ago(1), days: [on(ago(1))] };
    expect(daysCounted(known, { counted: [on(ago(1), 0)], through }).days).toStrictEqual([]);
  });

  it.each([
    [KEPT_DAYS - 1, 1],
    [KEPT_DAYS, 0],
  ])('end %d days before the last', (days, kept) => {
    expect(daysCounted(undefined, { counted: [on(ago(days))], through }).days).toHaveLength(kept);
  });
});
