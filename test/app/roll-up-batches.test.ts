import { beforeEach, describe, expect, it } from 'vitest';
import { type RollUpDeps, rollUpSubjects } from '../../lib/app/history/roll-up.ts';
import { pinPolicy } from '../../lib/app/judging/policies.ts';
import type { Store } from '../../lib/app/ports.ts';
import { prepareRollUp, rollUpBatch } from '../../lib/app/roll-up-batches.ts';
import { UnreadableError } from '../../lib/app/unreadable-error.ts';
import { DEFAULT_POLICY } from '../../lib/contracts/policy-document.ts';
import { rollUpBatchSchema } from '../../lib/contracts/step-contracts.ts';
import type { HistoryEntry } from '../../lib/domain/history/history.ts';
import type { SubjectRef } from '../../lib/domain/refund/subject.ts';
import { dayOfNumber } from '../../lib/domain/shared/calendar.ts';
import { memoryStore } from '../../lib/replay/store/memory-store.ts';

const FIRST_DAY = 20_700;
const LONGEST_ID = 'x'.repeat(60);
const deps: RollUpDeps & { readonly store: Store } = {
  store: memoryStore(),
  policy: pinPolicy(DEFAULT_POLICY),
  now: () => new Date('2027-06-01T02:30:00.000Z'),
};
let night: typeof deps;

beforeEach(() => {
  night = { ...deps, store: memoryStore() };
});

function entryOn(day: string, refundId = 're_1'): HistoryEntry {
  return {
    refundId,
    day,
    tier: 1,
    claim: 'returned',
    exceptionPermille: 700,
    neverCame: false,
    looksTakenOver: false,
    verdict: 'none',
    reviewerIds: [],
    customerId: 'c_1',
  };
}

/** Has so many subjects with so many days each wait for the roll-up. */
async function workedOn(subjects: number, days: number): Promise<void> {
  for (let index = 0; index < subjects; index += 1) {
    const subject: SubjectRef = { kind: 'instrument', id: `${LONGEST_ID}${String(index).padStart(4, '0')}` };
    for (let day = 0; day < days; day += 1) {
      await night.store.contribute(subject, entryOn(dayOfNumber(FIRST_DAY + day)));
    }
  }
}

describe('preparing the roll-up', () => {
  it('answers no batches when nothing is due', async () => {
    expect(await prepareRollUp(night)).toStrictEqual({ batches: [], more: false });
  });

  it('says that there is more until less is left than one listing takes, and names each day once', async () => {
    await workedOn(1150, 1);
    const rolledUp: number[] = [];
    let prepared = await prepareRollUp(night);
    for (; prepared.batches.length > 0; prepared = await prepareRollUp(night)) {
      expect(prepared.more).toBe(rolledUp.length === 0);
      let days = 0;
      for (const batch of prepared.batches) days += (await rollUpBatch(night, batch)).rolledUp;
      rolledUp.push(days);
    }
    expect(rolledUp).toStrictEqual([1000, 150]);
  });

  it('keeps what a state answers below 256 KiB, whatever ids there are', async () => {
    await workedOn(1000, 1);
    const { batches } = await prepareRollUp(night);
    expect(JSON.stringify({ batches }).length).toBeLessThan(220_000);
    expect(batches).toHaveLength(10);
    expect(batches.map((batch) => rollUpBatchSchema.parse(batch))).toStrictEqual(batches);
  });

  it('keeps the days of one subject in one batch', async () => {
    await workedOn(5, 45);
    const { batches } = await prepareRollUp(night);
    const sizes = batches.map(({ subjects }) => subjects.map(({ days }) => days.length));
    expect(sizes).toStrictEqual([[45, 45], [45, 45], [45]]);
  });
});

describe('subjects that cannot be read', () => {
  /** The night over a store in which the subjects of some numbers are damaged. */
  function damaged(isDamaged: (number: number) => boolean): typeof deps {
    const check = ({ id }: SubjectRef): void => {
      if (isDamaged(Number(id.slice(-4)))) throw new UnreadableError(`subject ${id} is damaged`);
    };
    return {
      ...night,
      store: {
        ...night.store,
        daysOf: async (subject, first, last) => {
          check(subject);
          return night.store.daysOf(subject, first, last);
        },
      },
    };
  }

  /** Prepares and folds until there is no more, as the machine does; fails if that takes more than ten rounds. */
  async function runNight(deps: RollUpDeps): Promise<{ rolledUp: number; unreadable: string[] }> {
    const sum = { rolledUp: 0, unreadable: [] as string[] };
    for (let round = 0; round < 10; round += 1) {
      const { batches, more } = await prepareRollUp(deps);
      for (const batch of batches) {
        const { rolledUp, unreadable } = await rollUpBatch(deps, batch);
        sum.rolledUp += rolledUp;
        sum.unreadable.push(...unreadable);
      }
      if (!more) return sum;
    }
    throw new Error('The night does not end.');
  }

  it('are left out and named, and all others are rolled up', async () => {
    await workedOn(50, 2);
    const { rolledUp, unreadable } = await runNight(damaged((number) => number === 7));
    expect(rolledUp).toBe(98);
    expect(unreadable).toStrictEqual([`subject ${LONGEST_ID}0007 is damaged`]);
  });

  it('do not make the night go round, even where they fill a whole listing', async () => {
    await workedOn(1150, 1);
    const { rolledUp, unreadable } = await runNight(damaged((number) => number < 1100));
    expect([rolledUp, unreadable.length]).toStrictEqual([50, 1100]);
  });

  it('are tried again the next night', async () => {
    await workedOn(3, 1);
    await runNight(damaged((number) => number === 1));
    expect((await runNight(night)).rolledUp).toBe(0);
    const next = { ...night, now: () => new Date('2027-06-02T02:30:00.000Z') };
    expect((await runNight(next)).rolledUp).toBe(1);
  });

  it('do not hide a fault of the store, which is tried again', async () => {
    await workedOn(2, 1);
    const { batches } = await prepareRollUp(night);
    const store = { ...night.store, daysOf: () => Promise.reject(new Error('throttled')) };
    await expect(rollUpBatch({ ...night, store }, batches[0] ?? { subjects: [] })).rejects.toThrow(
      'throttled',
    );
  });
});

describe('folding', () => {
  const subject: SubjectRef = { kind: 'customer', id: 'c_1' };
  const day = dayOfNumber(FIRST_DAY);

  it('loses nothing that comes while another fold of the same days is under way', async () => {
    await night.store.contribute(subject, entryOn(day));
    const [rollUp] = await night.store.rollUpsDue(night.now(), 10);
    if (rollUp === undefined) throw new Error('Nothing is listed.');
    const subjects = [{ subject, rollUps: [rollUp] }];
    let isFirst = true;
    // The first fold has read the days when a refund comes and a second fold takes it in.
    const overtaken: typeof deps = {
      ...night,
      store: {
        ...night.store,
        daysOf: async (...span) => {
          const days = await night.store.daysOf(...span);
          if (!isFirst) return days;
          isFirst = false;
          await night.store.contribute(subject, entryOn(day, 're_2'));
          await rollUpSubjects(night, subjects);
          return days;
        },
      },
    };
    await rollUpSubjects(overtaken, subjects);
    const { weeks } = await night.store.profile(subject, 'strong');
    expect(weeks.map(({ totals }) => totals.counts.mid)).toStrictEqual([2]);
  });

  it('closes every day it folds, one that was rolled up over long ago too', async () => {
    await night.store.contribute(subject, entryOn(dayOfNumber(FIRST_DAY + 3)));
    await rollUpSubjects(night, [{ subject, rollUps: [...(await night.store.rollUpsDue(night.now(), 10))] }]);
    await night.store.contribute(subject, entryOn(day, 're_2'));
    await rollUpSubjects(night, [{ subject, rollUps: [...(await night.store.rollUpsDue(night.now(), 10))] }]);
    const budget = {
      subject,
      day,
      unsupportedMinor: 9,
      valueMinor: 9,
      countsValue: 'all' as const,
      isBudgeted: true,
      hasHistory: true,
      rollUp: true,
    };
    const reserved = { refundId: 're_3', version: 1, valueMinor: 1, unsupportedMinor: 0 };
    expect(await night.store.reserve(budget, reserved)).toBe('closed');
  });
});
