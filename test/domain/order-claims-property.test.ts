import fc from 'fast-check';
import { expect, test } from 'vitest';
import { claimOfOrder, denyClaim, type Order } from '../../lib/domain/refund/order-claims.ts';
import type { RefundRequest } from '../../lib/domain/refund/refund-request.ts';
import { aLine, anOrder, aRefund, eur } from '../builders.ts';

const LINE_SETS = [['1'], ['2'], ['1', '2'], ['__proto__']] as const;

/** What the shop knows: 4 units and EUR 10.00 a line. Hostile producers may state more, never less. */
const SHIPPED = 4;
const CAPTURED_MINOR = 1000;

const requests = fc
  .record({
    id: fc.integer({ min: 1, max: 8 }),
    lineIds: fc.constantFrom(...LINE_SETS),
    quantity: fc.integer({ min: 1, max: 5 }),
    minor: fc.integer({ min: 1, max: 1500 }),
    inflation: fc.constantFrom(0, 0, 0, 5),
  })
  .map(({ id, lineIds, quantity, minor, inflation }): RefundRequest => {
    const shippedQuantity = SHIPPED + inflation;
    return aRefund({
      refundId: `re_${id}`,
      lines: lineIds.map((lineId) => aLine({ lineId, quantity, shippedQuantity })),
      amount: eur(minor),
      captured: eur(CAPTURED_MINOR * lineIds.length * (inflation + 1)),
    });
  });

/** An honest first statement of every set of lines; what comes later may lie. */
const honest = LINE_SETS.map((lineIds, index) =>
  aRefund({
    refundId: `first_${index}`,
    lines: lineIds.map((lineId) => aLine({ lineId, quantity: 1, shippedQuantity: SHIPPED })),
    amount: eur(1),
    captured: eur(CAPTURED_MINOR * lineIds.length),
  }),
);

type Step = { readonly claim: RefundRequest } | { readonly deny: RefundRequest };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: requests.map((claim) => ({ claim })) },
    { weight: 1, arbitrary: requests.map((deny) => ({ deny })) },
  ),
  { maxLength: 40 },
);

function play(order: Order, step: Step): Order {
  if ('deny' in step) return denyClaim(order, step.deny);
  const result = claimOfOrder(order, step.claim);
  return result.fits ? result.order : order;
}

function unitsClaimed(order: Order, lineId: string): number {
  return order.claims
    .filter(({ units }) => Object.hasOwn(units, lineId))
    .reduce((sum, { units }) => sum + (units[lineId] ?? 0), 0);
}

test('over any sequence of claims, no line gives more units than shipped nor its lines more than captured', () => {
  const start = honest.reduce((order, claim) => play(order, { claim }), anOrder());
  expect(start.claims).toHaveLength(honest.length);
  fc.assert(
    fc.property(steps, (sequence) => {
      let order = start;
      for (const step of sequence) {
        order = play(order, step);
        for (const lineId of ['1', '2', '__proto__']) {
          expect(unitsClaimed(order, lineId)).toBeLessThanOrEqual(SHIPPED);
        }
        for (const lineIds of LINE_SETS) {
          const same = order.claims.filter(
            ({ units }) => Object.keys(units).toSorted().join() === lineIds.join(),
          );
          const paid = same.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
          expect(paid).toBeLessThanOrEqual(CAPTURED_MINOR * lineIds.length);
        }
      }
    }),
    { numRuns: 1000 },
  );
});

test('no refund ever claims twice, and each holds exactly what it first asked for', () => {
  fc.assert(
    fc.property(fc.array(requests, { maxLength: 30 }), (sequence) => {
      const order = sequence.reduce((before, claim) => play(before, { claim }), anOrder());
      const ids = order.claims.map(({ refundId }) => refundId);
      expect(new Set(ids).size).toBe(ids.length);
      const replayed = sequence
        .filter(({ refundId }) => ids.includes(refundId))
        .reduce((before, claim) => play(before, { claim }), order);
      expect(replayed).toStrictEqual(order);
    }),
    { numRuns: 300 },
  );
});
