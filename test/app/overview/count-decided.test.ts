import { describe, expect, it } from 'vitest';
import { countDecided } from '../../../lib/app/overview/count-decided.ts';
import { type DecidedDays, KEPT_DAYS } from '../../../lib/domain/overview/decided-days.ts';
import { DAY_MS } from '../../../lib/domain/shared/calendar.ts';

const NIGHT = new Date('2026-12-02T02:30:00.000Z');

/** A store of what people decided: numbers by outcome and day, and one value. */
class Deciding {
  readonly counts = new Map<string, number>();
  readonly asked = new Set<string>();
  kept: DecidedDays | undefined;
  fault: string | undefined;

  async night(later = 0): Promise<DecidedDays | undefined> {
    this.asked.clear();
    await countDecided({
      store: {
        decidedOn: async (day, outcome) => {
          if (day === this.fault) throw new Error('throttled');
          this.asked.add(day);
          return this.counts.get(`${outcome} ${day}`) ?? 0;
        },
        decidedDays: async () => this.kept,
        saveDecidedDays: async (days) => {
          this.kept = days;
        },
      },
      now: () => new Date(NIGHT.getTime() + later * DAY_MS),
    });
    return this.kept;
  }
}

describe('the nightly count of what people decided', () => {
  it('counts all days that are kept in the first night, up to yesterday', async () => {
    const deciding = new Deciding();
    deciding.counts.set('approved 2026-12-01', 4).set('denied 2026-12-01', 1).set('denied 2026-09-03', 2);
    deciding.counts.set('approved 2026-12-02', 9).set('approved 2026-09-02', 9);
    expect(await deciding.night()).toStrictEqual({
      through: '2026-12-01',
      days: [
        { day: '2026-09-03', approved: 0, denied: 2 },
        { day: '2026-12-01', approved: 4, denied: 1 },
      ],
    });
    expect(deciding.asked.size).toBe(KEPT_DAYS);
  });

  it('gives the same numbers when it runs again', async () => {
    const deciding = new Deciding();
    deciding.counts.set('approved 2026-12-01', 4);
    const first = await deciding.night();
    expect(await deciding.night()).toStrictEqual(first);
  });

  it('counts a few days again each night, and makes up for nights that did not run', async () => {
    const deciding = new Deciding();
    await deciding.night();
    await deciding.night(1);
    expect([...deciding.asked].toSorted()).toStrictEqual([
      '2026-11-29',
      '2026-11-30',
      '2026-12-01',
      '2026-12-02',
    ]);
    deciding.counts.set('approved 2026-12-03', 1).set('approved 2026-12-06', 2);
    expect((await deciding.night(5))?.days.map(({ day }) => day)).toStrictEqual(['2026-12-03', '2026-12-06']);
  });

  it('keeps nothing of a night in which a read fails, and all of the next', async () => {
    const deciding = new Deciding();
    deciding.counts.set('approved 2026-11-30', 1).set('approved 2026-12-01', 1);
    deciding.fault = '2026-12-01';
    await expect(deciding.night()).rejects.toThrow('throttled');
    expect(deciding.kept).toBe(undefined);
    deciding.fault = undefined;
    expect((await deciding.night())?.days).toHaveLength(2);
  });

  it('changes nothing of later days when its clock is behind', async () => {
    const deciding = new Deciding();
    deciding.counts.set('denied 2026-12-04', 1);
    const later = await deciding.night(3);
    expect(later?.days).toHaveLength(1);
    expect(await deciding.night(0)).toStrictEqual(later);
  });
});
