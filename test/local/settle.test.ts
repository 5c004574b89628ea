import { expect, test } from 'vitest';
import { StalledError, settle } from '../../lib/local/settle.ts';

test('waits for as long as something is done, however many times the limit that takes', async () => {
  let looks = 0;
  const activity = {
    busy: () => (looks < 200 ? ['function slow: 1 call(s)'] : []),
    done: () => {
      looks += 1;
      return Math.floor(looks / 8);
    },
  };
  await settle(activity, 20);
  expect(looks).toBeGreaterThanOrEqual(200);
});

test('fails when nothing is done any more, and names what is at work', async () => {
  const stalled = settle({ busy: () => ['queue q: 3 visible, 0 in flight'], done: () => 7 }, 20);
  await expect(stalled).rejects.toThrow(StalledError);
  await expect(stalled).rejects.toMatchObject({ busy: ['queue q: 3 visible, 0 in flight'] });
});

test('is at rest only when nothing was at work several times in a row', async () => {
  const looks = [[], [], ['x'], [], [], []].values();
  await settle({ busy: () => looks.next().value ?? [], done: () => 0 }, 1000);
  expect([...looks]).toStrictEqual([]);
});
