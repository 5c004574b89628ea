import fc from 'fast-check';
import { pinPolicy } from '../../lib/app/judging/policies.ts';
import type { ProducedEvent } from '../../lib/demo/event-builders.ts';
import type { Refund } from '../../lib/domain/refund/refund.ts';
import { rulesOnly } from '../builders.ts';
import { NO_AMOUNTS, NO_IDS, withField } from '../contracts/event-surgery.ts';
import {
  asked,
  DAY,
  docked,
  employee,
  flag,
  HOUR,
  lifted,
  MINUTE,
  START,
  scanned,
  tooLight,
  unseen,
} from './events.ts';
import { Harness, type HarnessOptions } from './harness.ts';
import { violations } from './invariants.ts';
import { Turns } from './turns.ts';

/** Enough budget for one of the three refunds that nobody scanned, for weeks. */
const BUDGET = { limitMinor: 12_000, halfLifeDays: 30 };
const LAX_BUDGET = { limitMinor: 17_000, halfLifeDays: 30 };

const USUAL = pinPolicy(
  rulesOnly({ unsupportedBudget: { employee: BUDGET, employeeDay: BUDGET, subject: BUDGET } }),
);

/** Demands no scan up to twice the value, as a policy may that is deployed while refunds are in flight. */
const LAX = pinPolicy(
  rulesOnly({
    version: 'lax',
    independentScanFromMinor: 30_000,
    collusion: [{ fromMinor: 30_000, required: 1 }],
    unsupportedBudget: { employee: LAX_BUDGET, employeeDay: LAX_BUDGET, subject: LAX_BUDGET },
  }),
);

const POLICIES = { usual: USUAL, lax: LAX };

function euros(minor: number) {
  return { amount: { currency: 'EUR', minor }, captured: { currency: 'EUR', minor } } as const;
}

function hoursBefore(hours: number): Date {
  return new Date(START.getTime() - hours * HOUR);
}

/** Two must approve it. */
const DEAR = asked({
  refundId: 're_6',
  orderId: 'o_6',
  rmaId: 'rma_6',
  customerId: 'c_6',
  links: { address: 'adr_6', device: 'dev_6', instrument: 'ins_6' },
  ...euros(1_200_000),
});

/** Nobody else's, so that whatever of it is taken touches no other refund. */
const SPOILT = asked(unseen('re_9', { markedBy: 'emp_9' }));

/** Has its scan, but was marked by somebody who is suspended. */
const SUSPENDED = asked({
  refundId: 're_7',
  orderId: 'o_7',
  rmaId: 'rma_7',
  customerId: 'c_7',
  markedBy: 'emp_8',
  links: { address: 'adr_7', device: 'dev_7', instrument: 'ins_7' },
});

/** Comes again with another time, and another event that counts for nothing has its id. */
const SEEN = docked();

/** One unit under two ids, one return for two orders, three that share an employee's budget, and people's news late. */
const EVENTS: readonly ProducedEvent[] = [
  asked(),
  asked({ refundId: 're_2' }),
  asked({ refundId: 're_3', orderId: 'o_3', customerId: 'c_3' }),
  asked(unseen('re_4', euros(10_000))),
  asked(unseen('re_5', euros(10_000))),
  asked(unseen('re_8', euros(16_000))),
  DEAR,
  SUSPENDED,
  SEEN,
  { ...SEEN, data: { ...Object(SEEN.data), eventTime: hoursBefore(1).toISOString() } },
  { ...scanned({ step: 'picking' }), id: SEEN.id },
  docked('rma_7'),
  tooLight(),
  employee('emp_7', { role: 'clerk', status: 'suspended' }, hoursBefore(2)),
  employee('emp_7', { role: 'clerk', status: 'active' }, hoursBefore(1)),
  employee('emp_7', { role: 'clerk', status: 'active', by: 'hr_2' }, hoursBefore(1)),
  employee('emp_8', { role: 'clerk', status: 'active' }, hoursBefore(2)),
  employee('emp_8', { role: 'clerk', status: 'suspended' }, hoursBefore(1)),
  flag('flagged', { kind: 'customer', id: 'c_1' }, hoursBefore(2)),
  ...lifted({ kind: 'customer', id: 'c_1' }, hoursBefore(1)),
];

const REFUNDS = ['re_1', 're_2', 're_3', 're_4', 're_5', 're_6', 're_7', 're_8'] as const;

/** Whom HR has told the gate about before anything else: a name that it does not know decides nothing. */
const REVIEWERS = ['rev_1', 'rev_2', 'rev_3'] as const;

const BODIES = EVENTS.map((event) => JSON.stringify(event));

/** Events that are none: broken text, and refunds and scans with one field that is none. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc
    .record({
      path: fc.constantFrom('data.refundId', 'data.amount.minor', 'data.orderId', 'data', 'id', 'type'),
      field: fc.constantFrom(...NO_IDS, ...NO_AMOUNTS),
    })
    .map(({ path, field }) =>
      JSON.stringify(withField(SPOILT, path, field)).replace('{', '{"__proto__":{"x":1},'),
    ),
);

const thing = fc.oneof(
  { weight: 8, arbitrary: fc.record({ send: fc.nat(EVENTS.length - 1) }) },
  { weight: 6, arbitrary: fc.record({ run: fc.nat(REFUNDS.length - 1) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      review: fc.constantFrom(...REFUNDS, 're_1', 're_6', 're_6', 're_6'),
      by: fc.constantFrom(...REVIEWERS, 'emp_7'),
      decision: fc.constantFrom('approve' as const, 'deny' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ hostile }) },
);

const moment = fc.oneof(
  { weight: 12, arbitrary: fc.record({ together: fc.array(thing, { minLength: 1, maxLength: 4 }) }) },
  { weight: 4, arbitrary: fc.record({ pass: fc.constantFrom(MINUTE, 5 * MINUTE, 2 * HOUR, DAY, 3 * DAY) }) },
  { weight: 2, arbitrary: fc.record({ turn: fc.constantFrom('stop' as const, 'lift' as const) }) },
  { weight: 1, arbitrary: fc.record({ deploy: fc.constantFrom('usual' as const, 'lax' as const) }) },
);

/** Any order of events, runs, people, stops and deployments, with crashes, throttling and reads that lag. */
export const schedule = fc.record({
  moments: fc.array(moment, { minLength: 3, maxLength: 16 }),
  picks: fc.array(fc.nat(7), { minLength: 1, maxLength: 40 }),
  lags: fc.array(fc.constantFrom(0, 0, 1, 2), { maxLength: 12 }),
  redeliveryMinutes: fc.array(fc.constantFrom(3, 3, 15, 60 * 24), { minLength: 1, maxLength: 4 }),
  faults: fc.array(
    fc.record({
      call: fc.integer({ min: 1, max: 120 }),
      when: fc.constantFrom('before' as const, 'after' as const),
    }),
    { maxLength: 5 },
  ),
  bursts: fc.array(
    fc.record({ from: fc.integer({ min: 1, max: 300 }), calls: fc.constantFrom(1, 2, 3, 5, 12, 30) }),
    { maxLength: 3 },
  ),
});

type Drawn<Arbitrary> = Arbitrary extends fc.Arbitrary<infer Value> ? Value : never;
type Schedule = Drawn<typeof schedule>;
type Thing = Drawn<typeof thing>;

/** Parts of a gate with a defect, for one schedule. */
export type Broken = Pick<HarnessOptions, 'doubles' | 'wrap'>;

/** Plays a schedule to its end, after which nothing is due at that moment, on a gate that may be broken. */
export async function played(
  { moments, picks, ...troubles }: Schedule,
  broken: Broken = {},
): Promise<Harness> {
  const turns = new Turns(picks);
  const { doubles = {}, wrap = (store) => store } = broken;
  const gate = new Harness({
    ...troubles,
    doubles,
    policy: USUAL,
    wrap: (store) => wrap(turns.around(store)),
  });
  for (const id of REVIEWERS) await gate.send(JSON.stringify(employee(id)));
  for (const one of moments) {
    // Each moment has an instant of its own, so that it can be said what was known before it.
    await gate.tick();
    if ('together' in one) await turns.together(one.together.map((part) => () => started(gate, part)));
    else if ('deploy' in one) gate.deploy(POLICIES[one.deploy]);
    else if ('turn' in one) await (one.turn === 'stop' ? gate.stop('all') : gate.lift('all'));
    else {
      // Runs that were asked for take moments, not minutes.
      await gate.run();
      await gate.pass(one.pass);
    }
  }
  gate.faults.calm();
  await gate.lift('all');
  await gate.run();
  await gate.pass(6 * DAY + 3 * HOUR);
  return gate;
}

async function started(gate: Harness, one: Thing): Promise<void> {
  if ('send' in one) return gate.send(BODIES[one.send] ?? '');
  if ('hostile' in one) return gate.send(one.hostile);
  if ('review' in one) {
    const { review: refundId, by: reviewerId, decision } = one;
    await gate.survives(() => gate.review({ refundId, reviewerId, decision }));
    return;
  }
  const next = gate.queue.shift() ?? REFUNDS[one.run];
  if (next === undefined || (await gate.memory.refund(next, 'strong')) === undefined) return;
  await gate.survives(() => gate.runGate(next));
}

/** Returns the rows of those of the refunds that entered. */
export async function enteredOf(gate: Harness): Promise<readonly Refund[]> {
  const rows = await Promise.all(REFUNDS.map((id) => gate.memory.refund(id, 'strong')));
  return rows.filter((row) => row !== undefined);
}

/** Returns everything that is wrong at the end of a schedule. */
export async function wrongs(gate: Harness): Promise<readonly string[]> {
  const rows = await enteredOf(gate);
  const found = await violations(
    gate,
    rows.map(({ refundId }) => refundId),
  );
  const paidUnseen = rows.filter(
    ({ status, decision }) => status === 'published' && decision?.reasons[0]?.code === 'A02_WITHIN_BUDGET',
  );
  // No two of them are within any budget.
  return paidUnseen.length > 1 ? [...found, `R2: ${paidUnseen.length} were paid unseen`] : found;
}
