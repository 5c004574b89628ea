import { expect, test } from 'vitest';
import { durationWords, instantWords } from '../../../lib/domain/shared/time-words.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

test.each([
  [-1, 'less than a minute'],
  [MINUTE - 1, 'less than a minute'],
  [MINUTE, '1 minute'],
  [HOUR - 1, '59 minutes'],
  [HOUR, '1 hour'],
  [HOUR + 5 * MINUTE, '1 hour 5 minutes'],
  [DAY - 1, '23 hours 59 minutes'],
  [DAY, '1 day'],
  [3 * DAY + 2 * HOUR + 59 * MINUTE, '3 days 2 hours'],
])('%d ms are %s', (ms, words) => {
  expect(durationWords(ms)).toBe(words);
});

test('an instant is read in UTC', () => {
  expect(instantWords(new Date('2026-11-26T16:36:59.000Z'))).toBe('26 Nov 16:36 UTC');
  expect(instantWords(new Date('2027-01-01T00:00:00.000+01:00'))).toBe('31 Dec 23:00 UTC');
});
