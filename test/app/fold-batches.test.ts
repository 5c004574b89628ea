import { beforeEach, describe, expect, it } from 'vitest';
import { foldBatch, prepareFold } from '../../lib/app/fold-batches.ts';
import { type FoldDeps, foldSubjects } from '../../lib/app/history/fold.ts';
import { pinPolicy } from '../../lib/app/judging/policies.ts';
import { UnreadableError } from '../../lib/app/unreadable-error.ts';
import { DEFAULT_POLICY } from '../../lib/contracts/policy-document.ts';
import { foldBatchSchema } from '../../lib/contracts/step-contracts.ts';
import type { HistoryEntry } from '../../lib/domain/history/history.ts';
import type { SubjectRef } from '../../lib/domain/refund/subject.ts';
import { dayOfNumber } from '../../lib/domain/shared/calendar.ts';
import { memoryStore } from '../../lib/replay/store/memory-store.ts';

const FIRST_DAY = 20_700;
const LONGEST_ID = 'x'.repeat(60);
const deps: FoldDeps = {
  store: memoryStore(),
  policy: pinPolicy(DEFAULT_POLICY),
  now: () => new Date('2027-06-01T02:30:00.000Z'),
};
let night: FoldDeps;

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

/** Has so many subjects with so many days each wait for the fold. */
async function workedOn(subjects: number, days: number): Promise<void> {
  for (let index = 0; index < subjects; index += 1) {
    const subject: SubjectRef = { kind: 'instrument', id: `${LONGEST_ID}${String(index).padStart(4, '0')}` };
    for (let day = 0; day < days; day += 1) {
      await night.store.contribute(subject, entryOn(dayOfNumber(FIRST_DAY + day)));
    }
  }
}

describe('preparing the fold', () => {
  it('answers no batches when nothing is due', async () => {
    expect(await prepareFold(night)).toStrictEqual({ batches: [], more: false });
  });

  it('says that there is more until less is left than one listing takes, and names each day once', async () => {
    await workedOn(1150, 1);
    const folded: number[] = [];
    let prepared = await prepareFold(night);
    for (; prepared.batches.length > 0; prepared = await prepareFold(night)) {
      expect(prepared.more).toBe(folded.length === 0);
      let days = 0;
      for (const batch of prepared.batches) days += (await foldBatch(night, batch)).folded;
      folded.push(days);
    }
    expect(folded).toStrictEqual([1000, 150]);
  });

  it('keeps what a state answers below 256 KiB, whatever ids there are', async () => {
    await workedOn(1000, 1);
    const { batches } = await prepareFold(night);
    expect(JSON.stringify({ batches }).length).toBeLessThan(220_000);
    expect(batches).toHaveLength(10);
    expect(batches.map((batch) => foldBatchSchema.parse(batch))).toStrictEqual(batches);
  });

  it('keeps the days of one subject in one batch', async () => {
    await workedOn(5, 45);
    const { batches } = await prepareFold(night);
    const sizes = batches.map(({ subjects }) => subjects.map(({ days }) => days.length));
    expect(sizes).toStrictEqual([[45, 45], [45, 45], [45]]);
  });
});

describe('subjects that cannot be read', () => {
  /** The night over a store in which the subjects of some numbers are damaged. */
  function damaged(isDamaged: (number: number) => boolean): FoldDeps {
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
  async function runNight(deps: FoldDeps): Promise<{ folded: number; unreadable: string[] }> {
    const sum = { folded: 0, unreadable: [] as string[] };
    for (let round = 0; round < 10; round += 1) {
      const { batches, more } = await prepareFold(deps);
      for (const batch of batches) {
        const { folded, unreadable } = await foldBatch(deps, batch);
        sum.folded += folded;
        sum.unreadable.push(...unreadable);
      }
      if (!more) return sum;
    }
    throw new Error('The night does not end.');
  }

  it('are left out and named, and all others are folded', async () => {
    await workedOn(50, 2);
    const { folded, unreadable } = await runNight(damaged((number) => number === 7));
    expect(folded).toBe(98);
    expect(unreadable).toStrictEqual([`subject ${LONGEST_ID}0007 is damaged`]);
  });

  it('do not make the night go round, even where they fill a whole listing', async () => {
    await workedOn(1150, 1);
    const { folded, unreadable } = await runNight(damaged((number) => number < 1100));
    expect([folded, unreadable.length]).toStrictEqual([50, 1100]);
  });

  it('are tried again the next night', async () => {
    await workedOn(3, 1);
    await runNight(damaged((number) => number === 1));
    expect((await runNight(night)).folded).toBe(0);
    const next = { ...night, now: () => new Date('2027-06-02T02:30:00.000Z') };
    expect((await runNight(next)).folded).toBe(1);
  });

  it('do not hide a fault of the store, which is tried again', async () => {
    await workedOn(2, 1);
    const { batches } = await prepareFold(night);
    const store = { ...night.store, daysOf: () => Promise.reject(new Error('throttled')) };
    await expect(foldBatch({ ...night, store }, batches[0] ?? { subjects: [] })).rejects.toThrow('throttled');
  });
});

describe('folding', () => {
  const subject: SubjectRef = { kind: 'customer', id: 'c_1' };
  const day = dayOfNumber(FIRST_DAY);

  it('loses nothing that comes while another fold of the same days is under way', async () => {
    await night.store.contribute(subject, entryOn(day));
    const [fold] = await night.store.foldsDue(night.now(), 10);
    if (fold === undefined) throw new Error('Nothing is listed.');
    const subjects = [{ subject, folds: [fold] }];
    let isFirst = true;
    // The first fold has read the days when a refund comes and a second fold takes it in.
    const overtaken: FoldDeps = {
      ...night,
      store: {
        ...night.store,
        daysOf: async (...span) => {
          const days = await night.store.daysOf(...span);
          if (!isFirst) return days;
          isFirst = false;
          await night.store.contribute(subject, entryOn(day, 're_2'));
          await foldSubjects(night, subjects);
          return days;
        },
      },
    };
    await foldSubjects(overtaken, subjects);
    const { weeks } = await night.store.profile(subject, 'strong');
    expect(weeks.map(({ tally }) => tally.counts.mid)).toStrictEqual([2]);
  });

  it('closes every day it folds, one that was folded over long ago too', async () => {
    await night.store.contribute(subject, entryOn(dayOfNumber(FIRST_DAY + 3)));
    await foldSubjects(night, [{ subject, folds: [...(await night.store.foldsDue(night.now(), 10))] }]);
    await night.store.contribute(subject, entryOn(day, 're_2'));
    await foldSubjects(night, [{ subject, folds: [...(await night.store.foldsDue(night.now(), 10))] }]);
    const room = { subject, day, unsupportedMinor: 9, valueMinor: 9, isBudgeted: true, fold: true };
    const reserved = { refundId: 're_3', version: 1, valueMinor: 1, unsupportedMinor: 0 };
    expect(await night.store.reserve(room, reserved)).toBe('closed');
  });
});
