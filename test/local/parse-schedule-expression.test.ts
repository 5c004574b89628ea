import { describe, expect, it } from 'vitest';
import { parseScheduleExpression } from '../../lib/local/schedules/parse-schedule-expression.ts';
import { UnsupportedFeatureError } from '../../lib/local/unsupported-feature-error.ts';

/** A Sunday. */
const after = new Date('2026-11-22T16:30:20.500Z');

describe('schedule expressions', () => {
  it.each([
    ['rate(1 minute)', '2026-11-22T16:31:20.500Z'],
    ['rate(2 hours)', '2026-11-22T18:30:20.500Z'],
    ['rate(3 days)', '2026-11-25T16:30:20.500Z'],
    ['cron(* * * * ? *)', '2026-11-22T16:31:00.000Z'],
    ['cron(0/15 * * * ? *)', '2026-11-22T16:45:00.000Z'],
    ['cron(30 16 * * ? *)', '2026-11-23T16:30:00.000Z'],
    ['cron(15 2 ? * MON-FRI *)', '2026-11-23T02:15:00.000Z'],
    ['cron(0 0 1 JAN,JUL ? *)', '2027-01-01T00:00:00.000Z'],
    ['cron(0 12 29 2 ? *)', '2028-02-29T12:00:00.000Z'],
    ['cron(0 12 ? * 7 2026)', '2026-11-28T12:00:00.000Z'],
  ])('%s runs next at %s', (expression, next) => {
    expect(parseScheduleExpression(expression, 'Nightly')(after).toISOString()).toBe(next);
  });

  it.each([
    'rate(0 minutes)',
    'rate(1 fortnight)',
    'at(2026-11-22T16:00:00)',
    'cron(* * * *)',
    'cron(0 0 L * ? *)',
    'cron(60 * * * ? *)',
  ])('refuses %s and names the schedule', (expression) => {
    expect(() => parseScheduleExpression(expression, 'Nightly')).toThrow(UnsupportedFeatureError);
    expect(() => parseScheduleExpression(expression, 'Nightly')).toThrow(/^Nightly: /);
  });
});
