import { describe, expect, it } from 'vitest';
import { pinPolicy } from '../../lib/app/judging/policies.ts';
import { Replay } from '../../lib/replay/replay.ts';
import { rulesOnly } from '../builders.ts';
import { DAY, file, HOUR } from './replay-file.ts';
import { outcomes } from './replayed.ts';

const A_DAY = DAY / HOUR;

/** A refund of its own customer, order and return. */
function own(number: number) {
  return {
    refundId: `re_${number}`,
    orderId: `o_${number}`,
    rmaId: `rma_${number}`,
    customerId: `c_${number}`,
    markedBy: `emp_${number % 7}`,
    links: { address: `adr_${number}`, device: `dev_${number}`, instrument: `ins_${number}` },
  };
}

describe('what a replay holds in memory', () => {
  it('stays the same from the horizon on, however many refunds have ended', async () => {
    const events = file();
    const replay = new Replay({ policy: pinPolicy(rulesOnly()), write: () => undefined });
    const held: Record<number, Partial<ReturnType<typeof replay.held>>> = {};
    for (let number = 0; number < 1200; number += 1) {
      await replay.take(JSON.stringify(events.dock(number * 8, `rma_${number}`)));
      await replay.take(JSON.stringify(events.refund(number * 8 + 1, own(number))));
      // Subjects are left out: their past still counts for somebody who comes back.
      const { subjects: _, ...counts } = replay.held();
      if (number % 300 === 299) held[number] = counts;
    }
    // Three refunds a day, each known for 120 days after its end, and those of the day the next fold clears.
    expect(held[1199]?.refunds).toBeLessThanOrEqual(3 * 122);
    expect(held[1199]?.orders).toBeLessThanOrEqual(3 * 122);
    expect(held[1199]?.trails).toBeLessThanOrEqual(3 * 122);
    expect(held[1199]).toStrictEqual(held[899]);
    expect(held[899]).not.toStrictEqual(held[299]);
  });

  it('keeps what has not ended, however old it is', async () => {
    const events = file();
    const lines = await outcomes([
      events.refund(0),
      events.tick(200 * A_DAY),
      events.review(200 * A_DAY + 1),
    ]);
    expect([lines[0], lines[1], lines.at(-1)]).toStrictEqual([
      'held re_1',
      'escalated re_1',
      'approved re_1',
    ]);
  });

  it('knows a repeat of a refund that ended a hundred days ago', async () => {
    const events = file();
    const request = events.refund(1);
    expect(
      await outcomes([
        events.dock(0),
        request,
        events.tick(100 * A_DAY),
        request,
        events.refund(100 * A_DAY + 1, { refundId: 're_2' }),
      ]),
    ).toStrictEqual(['approved re_1', 'ticked', 'escalated re_2']);
  });

  it('survives a scan that wakes a refund it has let go of', async () => {
    const events = file();
    expect(
      await outcomes([
        events.refund(0),
        events.dock(1),
        events.dock(90 * A_DAY),
        events.tick(150 * A_DAY),
        events.dock(151 * A_DAY),
        events.tick(152 * A_DAY),
      ]),
    ).toStrictEqual(['held re_1', 'approved re_1', 'ticked', 'ticked']);
  });
});

/** A refund of 100 without a scan, marked by one clerk. */
function unseen(hours: number, number: number) {
  return file().refund(hours, {
    ...own(number),
    markedBy: 'emp_7',
    amount: { currency: 'EUR', minor: 10_000 },
    captured: { currency: 'EUR', minor: 10_000 },
  });
}

describe('the nightly roll-up of a replay', () => {
  it.each([
    ['gives back what was used up unseen when scans come nights later', 6, 'approved'],
    ['gives nothing back while no scan comes', 0, 'held'],
  ])('%s', async (_, docked, outcome) => {
    const events = file();
    const spent = Array.from({ length: 6 }, (_, number) => unseen(number / 6, number));
    const docks = Array.from({ length: docked }, (_, number) => events.dock(2 * A_DAY, `rma_${number}`));
    const lines = await outcomes([...spent, ...docks, unseen(4 * A_DAY, 9)]);
    expect(lines).toStrictEqual([...spent.map((_, number) => `approved re_${number}`), `${outcome} re_9`]);
  });

  it('weighs what was used up in a week as of its last day, which is the strict side', async () => {
    const days = Array.from({ length: 40 }, (_, day) => unseen(day * A_DAY, day));
    const lines = await outcomes([...days, file().tick(40 * A_DAY)]);
    const approved = lines.flatMap((line) => /^approved re_(\d+)$/.exec(line)?.[1] ?? []).map(Number);
    expect(approved).toStrictEqual(daysWithin({ limitMinor: 60_000, minor: 10_000, days: 40 }));
  });
});

/** Returns on which days of one refund a day it fits, by the model's own formula; the first day is a Sunday. */
function daysWithin({ limitMinor, minor, days }: Record<'limitMinor' | 'minor' | 'days', number>) {
  const lastOfWeek = (day: number): number => Math.ceil(day / 7) * 7;
  const taken: number[] = [];
  for (let day = 0; day < days; day += 1) {
    const used = taken.reduce((sum, one) => sum + minor * 2 ** (-Math.max(0, day - lastOfWeek(one)) / 30), 0);
    if (Math.ceil(used) + minor <= limitMinor) taken.push(day);
  }
  return taken;
}
