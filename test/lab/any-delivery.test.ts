import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ProducedEvent } from '../../lib/demo/event-builders.ts';
import { DAY_MS } from '../../lib/domain/shared/calendar.ts';
import { world } from '../../lib/lab/world/world.ts';
import { DeliveredWorld } from './delivered-world.ts';
import { type Delivery, deliveriesOf, punctual, smallWorlds } from './deliveries.ts';

/** How events may come: how many hours late, which of them twice, and after how many hours nights fold. */
const ways = fc.record({
  lateHours: fc.array(fc.oneof(fc.constant(0), fc.nat(4), fc.nat(100)), { minLength: 1, maxLength: 30 }),
  repeats: fc.array(fc.boolean(), { minLength: 1, maxLength: 30 }),
  foldHours: fc.array(fc.nat(20 * 24), { maxLength: 6 }),
});

/** Goes round a list without end. */
function roundOf<Value>(values: readonly Value[], otherwise: Value): () => Value {
  let next = 0;
  return () => {
    next += 1;
    return values[(next - 1) % values.length] ?? otherwise;
  };
}

/** All nights of the weeks a world takes. */
const EVERY_NIGHT = Array.from({ length: 40 }, (_, day) => day * 24 + 2);

async function settled(deliveries: readonly Delivery[], foldHours: readonly number[], atMs: number) {
  const gate = new DeliveredWorld();
  await gate.deliver(deliveries, foldHours);
  await gate.settle(atMs);
  return { histories: await gate.histories(), judgements: await gate.judgements() };
}

type Ways = typeof ways extends fc.Arbitrary<infer Value> ? Value : never;

/** Delivers the same events twice, in order with every night folded and in these ways, and compares what is left. */
async function compare(events: readonly ProducedEvent[], { lateHours, repeats, foldHours }: Ways) {
  const inOrder = punctual(events);
  const atMs = (inOrder.at(-1)?.atMs ?? 0) + 20 * DAY_MS;
  const shuffled = deliveriesOf(events, roundOf(lateHours, 0), roundOf(repeats, false));
  const once = await settled(inOrder, EVERY_NIGHT, atMs);
  expect(await settled(shuffled, foldHours, atMs)).toStrictEqual(once);
}

/**
 * What the machine releases depends on the order in which it hears: of two refunds that share a budget the first one
 * heard of is paid, and nobody takes that back. So reservations, rooms and the reasons made of them are left out, and
 * what is compared is a function of facts: every entry of every history, every number made of them, the baselines,
 * and for each refund the judgement made now.
 */
describe('a world whose events come in any order, days late and twice, with nights folding at any hour', () => {
  it('leaves the same histories and judgements, bit for bit', { timeout: 120_000 }, async () => {
    await fc.assert(fc.asyncProperty(smallWorlds, ways, compare), { numRuns: 150 });
  });

  it('leaves them the same in a labelled world too', { timeout: 120_000 }, async () => {
    const steps = [...world({ seed: 11, days: 10, refunds: 150 })];
    const events = steps.flatMap((step) => ('event' in step ? [step.event] : []));
    await fc.assert(
      fc.asyncProperty(ways, (how) => compare(events, how)),
      { numRuns: 4 },
    );
  });
});
