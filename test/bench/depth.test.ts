import { expect, test } from 'vitest';
import { countDecision } from './counted-decision.ts';
import { SUBJECTS, storeWithPast } from './rolled-up-past.ts';

test('a decision asks as much of the store after three thousand past refunds as after ten', async () => {
  const [few, many] = await Promise.all([storeWithPast(10), storeWithPast(3000)]);
  const [afterFew, afterMany] = [await countDecision(few), await countDecision(many)];
  expect(afterFew.outcome).toBe('approved');
  expect(afterMany).toStrictEqual(afterFew);
});

test('a rolled-up past is read as a profile of at most four half-lives of weeks, and no day', async () => {
  const store = await storeWithPast(3000);
  const read = await Promise.all(SUBJECTS.map((ref) => store.subject(ref)));
  expect(read.map(({ profile }) => profile.weeks.length)).toStrictEqual([52, 103, 103, 103, 103]);
  expect(read.flatMap(({ days }) => days)).toStrictEqual([]);
});
