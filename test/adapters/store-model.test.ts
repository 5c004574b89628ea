import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamoStore } from '../../lib/adapters/aws/dynamo-store.ts';
import type { Store } from '../../lib/app/ports.ts';
import { SET_ASIDE } from '../../lib/domain/evidence/scan.ts';
import type { HistoryEntry } from '../../lib/domain/history/history.ts';
import { EMPTY_PROFILE, type SubjectDay } from '../../lib/domain/history/subject-history.ts';
import type { RefundStatus } from '../../lib/domain/refund/status.ts';
import type { SubjectRef } from '../../lib/domain/refund/subject.ts';
import { dayNumber, dayOfNumber } from '../../lib/domain/shared/calendar.ts';
import { memoryStore } from '../../lib/replay/store/memory-store.ts';
import { type DynaliteServer, startDynalite } from './dynalite-table.ts';
import { afterNoon, refundIn, sampleBudget, sampleOrder, sampleScan } from './samples.ts';

/** One operation, and its answer in a form that does not depend on the order of what is due at the same time. */
type Operation = (store: Store) => Promise<unknown>;

const id = fc.constantFrom('a', 'b', '__proto__');
const version = fc.integer({ min: 0, max: 4 });
const status = fc.constantFrom<RefundStatus>(
  'received',
  'held',
  'escalated',
  'approved',
  'published',
  'denied',
);
const day = fc.constantFrom('2026-11-20', '2026-11-21', '2026-11-22');
const dueAt = fc.option(fc.integer({ min: 0, max: 5 }).map((seconds) => afterNoon(seconds).toISOString()));
const minor = fc.integer({ min: 0, max: 40 });
const subject = id.map((one): SubjectRef => ({ kind: 'customer', id: one }));
const scan = fc
  .record({
    number: fc.integer({ min: 1, max: 3 }),
    grams: fc.constantFrom(1, 1, 2),
    at: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
    serials: fc.constantFrom({}, { serials: ['SN1'] }),
  })
  .map(({ number, grams, at, serials }) =>
    sampleScan(number, {
      grams,
      ...serials,
      ...(at === undefined ? {} : { at: afterNoon(at).toISOString() }),
    }),
  );

const entry: fc.Arbitrary<HistoryEntry> = fc.record(
  {
    refundId: id,
    day,
    tier: fc.constantFrom(0, 1, 2),
    claim: fc.constantFrom('returned', 'not_received', 'damaged', 'returnless'),
    exceptionPermille: fc.integer({ min: 0, max: 1000 }),
    neverCame: fc.boolean(),
    looksTakenOver: fc.boolean(),
    verdict: fc.constantFrom('none', 'genuine', 'fraud', 'false_attestation'),
    reviewerIds: fc.array(id, { maxLength: 2 }),
    customerId: id,
  },
  { noNullPrototype: true },
);

/** A set of entries has no order: each store answers them in one of its own. */
function inOrder(days: readonly SubjectDay[]): readonly SubjectDay[] {
  const byRefund = (a: HistoryEntry, b: HistoryEntry) => (a.refundId < b.refundId ? -1 : 1);
  return days.map((one) => ({ ...one, entries: one.entries.toSorted(byRefund) }));
}

const refundOperations: readonly fc.Arbitrary<Operation>[] = [
  fc.record({ id, dueAt }).map(({ id: refundId, dueAt: due }): Operation => {
    const refund = { ...refundIn('received', refundId, 1), dueAt: due };
    return (store) => store.createRefund(refund);
  }),
  fc
    .record({ id, dueAt, version, status })
    .map(({ id: refundId, dueAt: due, version: seen, status: next }) => {
      const refund = { ...refundIn(next, refundId, seen + 1), dueAt: due };
      return (store: Store) => store.saveRefund(refund, seen);
    }),
  id.map(
    (refundId): Operation =>
      (store) =>
        store.refund(refundId, 'strong'),
  ),
  fc.integer({ min: 0, max: 6 }).map(
    (seconds): Operation =>
      async (store) =>
        (await store.refundsDue(afterNoon(seconds), 50)).toSorted(),
  ),
];

const trailOperations: readonly fc.Arbitrary<Operation>[] = [
  fc.record({ id, scan }).map(
    ({ id: trailId, scan: one }): Operation =>
      (store) =>
        store.appendScan(trailId, one),
  ),
  fc.record({ id, scan, why: fc.constantFrom(...SET_ASIDE) }).map(
    ({ id: trailId, scan: one, why }): Operation =>
      async (store) => [await store.ignoreScan(trailId, one, why), await store.ignoredScans(trailId, why)],
  ),
  fc.record({ id, refundId: id, version }).map(
    ({ id: trailId, refundId, version: seen }): Operation =>
      (store) =>
        store.awaitScans(trailId, refundId, seen),
  ),
  fc.record({ id, orderId: id, refundId: id }).map(
    ({ id: trailId, ...leaning }): Operation =>
      (store) =>
        store.bindTrail(trailId, leaning),
  ),
  id.map(
    (trailId): Operation =>
      (store) =>
        store.trail(trailId, 'strong'),
  ),
];

const dayOperations: readonly fc.Arbitrary<Operation>[] = [
  fc
    .record({
      subject,
      day,
      refundId: id,
      version: fc.integer({ min: 1, max: 3 }),
      valueMinor: minor,
      unsupportedMinor: minor,
      budget: minor,
      rollUp: fc.boolean(),
      entry: fc.option(entry, { nil: undefined }),
    })
    .map(({ subject: ref, day: on, budget, rollUp, entry: one, ...reserved }): Operation => {
      const limits = { valueMinor: budget * 2, unsupportedMinor: budget - 5 };
      const added = one === undefined ? undefined : { ...one, day: on, refundId: reserved.refundId };
      return (store) =>
        store.reserve(sampleBudget({ subject: ref, day: on, rollUp, ...limits }), reserved, added);
    }),
  fc.record({ subject, day, refundId: id, version: fc.integer({ min: 1, max: 3 }) }).map(
    ({ subject: ref, day: on, ...made }): Operation =>
      (store) =>
        store.withdraw(ref, on, made),
  ),
  fc.record({ subject, day }).map(
    ({ subject: ref, day: on }): Operation =>
      (store) =>
        store.closeDay(ref, on),
  ),
  fc.record({ subject, day }).map(
    ({ subject: ref, day: on }): Operation =>
      async (store) => {
        const due = await store.rollUpsDue(new Date('2027-01-01'), 50);
        const rollUp = due.find((one) => one.day === on && one.subject.id === ref.id);
        if (rollUp !== undefined) await store.dropRollUp(rollUp);
      },
  ),
  fc.record({ subject, entry }).map(
    ({ subject: ref, entry: one }): Operation =>
      (store) =>
        store.contribute(ref, one),
  ),
  fc.record({ subject, day, refundId: id }).map(
    ({ subject: ref, day: on, refundId }): Operation =>
      (store) =>
        store.support(ref, on, refundId),
  ),
  fc.record({ subject, first: day, days: fc.integer({ min: 0, max: 2 }) }).map(
    ({ subject: ref, first, days }): Operation =>
      async (store) =>
        inOrder(await store.daysOf(ref, first, dayOfNumber(dayNumber(first) + days))),
  ),
  fc.record({ subject, day, version }).map(({ subject: ref, day: on, version: seen }): Operation => {
    const profile = { ...EMPTY_PROFILE, version: seen + 1, rolledUpThrough: on };
    return (store) => store.saveProfile(ref, profile, seen);
  }),
  subject.map(
    (ref): Operation =>
      async (store) => {
        const history = await store.subject(ref);
        return { ...history, days: inOrder(history.days) };
      },
  ),
  day.map(
    (on): Operation =>
      async (store) => {
        const due = await store.rollUpsDue(new Date(`${on}T12:00:00.000Z`), 50);
        return due.map((one) => `${one.day} ${one.subject.id}`).toSorted();
      },
  ),
];

const documentOperations: readonly fc.Arbitrary<Operation>[] = [
  fc
    .record({ id, version, currency: fc.constantFrom('EUR', 'USD') })
    .map(({ id: orderId, version: seen, currency }) => {
      const order = sampleOrder({ orderId, currency, version: seen + 1 });
      return (store: Store) => store.saveOrder(order, seen);
    }),
  id.map(
    (orderId): Operation =>
      (store) =>
        store.order(orderId, 'strong'),
  ),
  version.map(
    (seen): Operation =>
      (store) =>
        store.saveStops({ version: seen + 1, entries: [] }, seen),
  ),
  fc.constant<Operation>((store) => store.stops('strong')),
];

const loginOperations: readonly fc.Arbitrary<Operation>[] = [
  fc.record({ login: id, employeeId: id, version }).map(
    ({ login, employeeId, version: seen }): Operation =>
      (store) =>
        store.claimLogin(login, employeeId, seen),
  ),
  id.map(
    (login): Operation =>
      (store) =>
        store.loginOwner(login),
  ),
];

const operation = fc.oneof(
  ...refundOperations,
  ...trailOperations,
  ...dayOperations,
  ...dayOperations,
  ...documentOperations,
  ...loginOperations,
);

describe('the two stores', () => {
  let server: DynaliteServer;

  beforeAll(async () => {
    server = await startDynalite();
  });

  afterAll(() => server.stop());

  it('give the same answers to any sequence of operations', { timeout: 240_000 }, async () => {
    const sequence = fc.array(operation, { minLength: 20, maxLength: 80, size: 'max' });
    await fc.assert(
      fc.asyncProperty(sequence, async (operations) => {
        const memory = memoryStore();
        const dynamo = dynamoStore({ client: server.client, table: await server.createTable() });
        for (const run of operations) expect(await run(dynamo)).toStrictEqual(await run(memory));
      }),
      { numRuns: 60 },
    );
  });
});
