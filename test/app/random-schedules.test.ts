import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pinPolicy } from '../../lib/app/policies.ts';
import type { ProducedEvent } from '../../lib/lab/event-builders.ts';
import { rulesOnly } from '../builders.ts';
import { asked, DAY, docked, employee, flag, HOUR, MINUTE, START, tooLight, unseen } from './events.ts';
import { Harness } from './harness.ts';
import { violations } from './invariants.ts';
import { Turns } from './turns.ts';

/** Room for one of the two refunds of EUR 100.00 that nobody scanned, for weeks. */
const POLICY = pinPolicy(
  rulesOnly({
    unsupportedBudget: {
      employee: { limitMinor: 12_000, halfLifeDays: 30 },
      subject: { limitMinor: 12_000, halfLifeDays: 30 },
    },
  }),
);

const HUNDRED = { currency: 'EUR', minor: 10_000 } as const;

function hoursBefore(hours: number): Date {
  return new Date(START.getTime() - hours * HOUR);
}

/** One unit under two ids, one return for two orders, and two that share an employee's budget. */
const EVENTS: readonly ProducedEvent[] = [
  asked(),
  asked({ refundId: 're_2' }),
  asked({ refundId: 're_3', orderId: 'o_3', customerId: 'c_3' }),
  asked(unseen('re_4', { amount: HUNDRED, captured: HUNDRED })),
  asked(unseen('re_5', { amount: HUNDRED, captured: HUNDRED })),
  docked(),
  docked(),
  tooLight(),
  employee('emp_7', { role: 'clerk', status: 'suspended' }, hoursBefore(2)),
  employee('emp_7', { role: 'clerk', status: 'active' }, hoursBefore(1)),
  flag('flagged', { kind: 'customer', id: 'c_1' }, hoursBefore(2)),
  flag('cleared', { kind: 'customer', id: 'c_1' }, hoursBefore(1)),
];

const REFUNDS = ['re_1', 're_2', 're_3', 're_4', 're_5'] as const;

const thing = fc.oneof(
  { weight: 4, arbitrary: fc.record({ send: fc.nat(EVENTS.length - 1) }) },
  { weight: 3, arbitrary: fc.record({ run: fc.nat(4) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      review: fc.constantFrom(...REFUNDS),
      by: fc.constantFrom('rev_1', 'rev_2', 'rev_3', 'emp_7'),
      decision: fc.constantFrom('approve' as const, 'deny' as const),
    }),
  },
);

const moment = fc.oneof(
  { weight: 6, arbitrary: fc.record({ together: fc.array(thing, { minLength: 1, maxLength: 4 }) }) },
  { weight: 2, arbitrary: fc.record({ pass: fc.constantFrom(MINUTE, 5 * MINUTE, 2 * HOUR, DAY, 3 * DAY) }) },
  { weight: 1, arbitrary: fc.record({ turn: fc.constantFrom('stop' as const, 'lift' as const) }) },
);

const schedule = fc.record({
  moments: fc.array(moment, { minLength: 3, maxLength: 14 }),
  picks: fc.array(fc.nat(7), { minLength: 1, maxLength: 40 }),
  faults: fc.array(
    fc.record({
      call: fc.integer({ min: 1, max: 120 }),
      when: fc.constantFrom('before' as const, 'after' as const),
    }),
    { maxLength: 5 },
  ),
});

type Drawn<Arbitrary> = Arbitrary extends fc.Arbitrary<infer Value> ? Value : never;
type Schedule = Drawn<typeof schedule>;
type Thing = Drawn<typeof thing>;

async function played({ moments, picks, faults }: Schedule): Promise<Harness> {
  const turns = new Turns(picks);
  const gate = new Harness({ faults, policy: POLICY, wrap: (store) => turns.around(store) });
  const start = (one: Thing) => () => {
    if ('send' in one) return gate.survives(() => gate.take(EVENTS[one.send]));
    if ('review' in one) {
      const { review: refundId, by: reviewerId, decision } = one;
      return gate.survives(() => gate.review({ refundId, reviewerId, decision }));
    }
    const next = gate.queue.shift() ?? REFUNDS[one.run];
    return gate.survives(async () => {
      if (next !== undefined && (await gate.memory.refund(next, 'strong')) !== undefined)
        await gate.runGate(next);
    });
  };
  for (const one of moments) {
    if ('together' in one) await turns.together(one.together.map(start));
    else if ('pass' in one) await gate.pass(one.pass);
    else if (one.turn === 'stop') await gate.stop('all');
    else await gate.lift('all');
  }
  await gate.lift('all');
  await gate.pass(4 * DAY + 3 * HOUR);
  return gate;
}

async function present(gate: Harness): Promise<readonly string[]> {
  const rows = await Promise.all(REFUNDS.map((id) => gate.memory.refund(id, 'strong')));
  return rows.flatMap((row) => (row === undefined ? [] : [row.refundId]));
}

describe('any order of events, runs, people, stops and crashes', () => {
  it('keeps every invariant', { timeout: 120_000 }, async () => {
    const ends = new Set<string>();
    await fc.assert(
      fc.asyncProperty(schedule, async (one) => {
        const gate = await played(one);
        const ids = await present(gate);
        expect(await violations(gate, ids)).toStrictEqual([]);
        const rows = await Promise.all(ids.map((id) => gate.row(id)));
        const unseenOnes = rows.filter(({ decision }) => decision?.reasons[0]?.code === 'A02_WITHIN_BUDGET');
        expect(unseenOnes.length).toBeLessThanOrEqual(1);
        for (const { status } of rows) ends.add(status);
      }),
      { numRuns: 400 },
    );
    expect([...ends].toSorted()).toStrictEqual(['denied', 'escalated', 'published']);
  });

  it('gives the same trace for the same schedule', async () => {
    await fc.assert(
      fc.asyncProperty(schedule, async (one) => {
        const [first, second] = [await played(one), await played(one)];
        expect(JSON.stringify(second.published)).toBe(JSON.stringify(first.published));
        expect(second.faults.calls).toStrictEqual(first.faults.calls);
      }),
      { numRuns: 30 },
    );
  });
});
