import { expect, test } from 'vitest';
import { Turns } from '../../lib/local/states/turns.ts';

test('lets so many at a time go, and the others in the order in which they came', async () => {
  const turns = new Turns(2);
  const went: string[] = [];
  for (const name of ['a', 'b', 'c', 'd']) void turns.take().then(() => went.push(name));
  await Promise.resolve();
  expect(went).toStrictEqual(['a', 'b']);
  expect(turns.waiting).toBe(2);
  turns.end();
  await Promise.resolve();
  expect(went).toStrictEqual(['a', 'b', 'c']);
  for (let ended = 0; ended < 3; ended += 1) turns.end();
  await Promise.resolve();
  expect(went).toStrictEqual(['a', 'b', 'c', 'd']);
  expect(turns.waiting).toBe(0);
});
