import { describe, expect, it } from 'vitest';
import { decideRefund } from '../../../lib/app/decide-refund.ts';
import { ATTESTORS, EventBuilder } from '../../../lib/demo/event-builders.ts';
import { asked, docked, HOUR, MINUTE, scanned, tooLight, unseen } from '../events.ts';
import { Harness } from '../harness.ts';

/** Returns a gate that paid a return of EUR 200.00, which a dock scan supported. */
async function paidReturn(): Promise<Harness> {
  const gate = new Harness();
  await gate.deliver(docked(), asked());
  expect(gate.told()).toStrictEqual(['approved']);
  return gate;
}

/** Takes an event, and returns what the gate's next run says of the refund. */
async function runAfter(gate: Harness, event: unknown): Promise<boolean | undefined> {
  await gate.take(event);
  gate.queue = [];
  const findings = await gate.check('re_1');
  return (await decideRefund(gate.deps, { refundId: 're_1', findings })).contradicted;
}

describe('a paid refund', () => {
  it('is reported when a scale contradicts it later, once', async () => {
    const gate = await paidReturn();
    expect(await runAfter(gate, tooLight())).toBe(true);
    await gate.runGate('re_1');
    expect((await gate.decide('re_1')).contradicted).toBeUndefined();
  });

  it('is reported when the party that supported it takes its scan back', async () => {
    const gate = new Harness();
    const eventID = 'urn:uuid:5fa0b3a4-0000-4000-8000-000000000001';
    const build = new EventBuilder('dock');
    const dock = { rmaId: 'rma_1', step: 'unloading', attestor: ATTESTORS.dock };
    const seen = build.scan(gate.now, dock);
    const event = { ...seen, data: Object.assign({}, seen.data, { eventID }) };
    await gate.deliver(event, asked());
    const again = build.scan(gate.now, dock);
    const errorDeclaration = { declarationTime: gate.now.toISOString() };
    const taken = { ...again, data: Object.assign({}, again.data, { eventID, errorDeclaration }) };
    expect(await runAfter(gate, taken)).toBe(true);
  });

  it('is reported when the carrier delivered the parcel that the customer misses', async () => {
    const gate = new Harness();
    const amount = { currency: 'EUR', minor: 15_000 };
    await gate.deliver(asked(unseen('re_1', { claim: 'not_received', amount, captured: amount })));
    await gate.pass(12 * HOUR + MINUTE);
    expect(gate.told()).toStrictEqual(['held', 'approved']);
    const delivery = { gps: true, photo: true, pin: true };
    const delivered = { orderId: 'o_1', step: 'arriving', attestor: ATTESTORS.carrier, delivery };
    expect(await runAfter(gate, new EventBuilder('carrier').scan(gate.now, delivered))).toBe(true);
  });

  it('is not reported when a scan supports it again', async () => {
    const gate = await paidReturn();
    expect(await runAfter(gate, scanned({ step: 'storing', attestor: ATTESTORS.stower }))).toBeUndefined();
  });
});
