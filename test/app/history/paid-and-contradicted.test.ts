import { describe, expect, it } from 'vitest';
import { decideRefund } from '../../../lib/app/decide-refund.ts';
import { needsRefresh } from '../../../lib/app/history/history-entries.ts';
import { pinPolicy } from '../../../lib/app/judging/policies.ts';
import { DEFAULT_POLICY } from '../../../lib/contracts/policy-document.ts';
import { ATTESTORS, EventBuilder } from '../../../lib/demo/event-builders.ts';
import type { RefundRequest } from '../../../lib/domain/refund/refund-request.ts';
import { aLine, eur } from '../../builders.ts';
import {
  asked,
  DAY,
  docked,
  employee,
  fullChain,
  HOUR,
  MINUTE,
  START,
  scanned,
  tooLight,
  unseen,
} from '../events.ts';
import { Harness } from '../harness.ts';
import { USE_CASES } from '../use-cases.ts';

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

/** Returns a gate under the standard policy, and the refunds that its runs report, one for each report. */
function reportingGate(): { readonly gate: Harness; readonly reported: string[] } {
  const reported: string[] = [];
  const decideAndCount: typeof USE_CASES.decideRefund = async (deps, step) => {
    const decided = await USE_CASES.decideRefund(deps, step);
    if (decided.contradicted === true) reported.push(decided.refundId);
    return decided;
  };
  const gate = new Harness({
    policy: pinPolicy(DEFAULT_POLICY),
    doubles: { decideRefund: decideAndCount },
  });
  return { gate, reported };
}

const inspected = (disposition: string) =>
  scanned({ step: 'inspecting', disposition, attestor: ATTESTORS.inspector });
const stored = () => scanned({ step: 'storing', attestor: ATTESTORS.stower });
const carried = (step: string) =>
  new EventBuilder(step).scan(START, { orderId: 'o_1', step, attestor: ATTESTORS.carrier });

const GOODS = { amount: eur(18_900), captured: eur(18_900), lines: [aLine()] };
const EXPENSIVE = { ...GOODS, amount: eur(600_000), captured: eur(600_000) };

const CONTRADICTIONS = [
  ['condition_fail', () => inspected('damaged')],
  ['serial_mismatch', () => inspected('mismatch_class')],
  ['weight_mismatch', tooLight],
] as const;

describe('a return that was paid with every scan', () => {
  it.each(CONTRADICTIONS)('is reported once when a scan shows %s', async (kind, contradict) => {
    const { gate, reported } = reportingGate();
    await gate.deliver(...fullChain(), asked(GOODS));
    expect(gate.told()).toStrictEqual(['approved']);
    await gate.deliver(contradict());
    expect(reported).toStrictEqual(['re_1']);
    expect((await gate.row()).contradictedBy).toStrictEqual([kind]);
    await gate.deliver(contradict(), stored());
    await gate.pass(8 * DAY);
    expect(reported).toStrictEqual(['re_1']);
  });

  it('is reported again when a scan contradicts it in another way', async () => {
    const { gate, reported } = reportingGate();
    await gate.deliver(...fullChain(), asked(GOODS), tooLight(), inspected('damaged'));
    expect(reported).toStrictEqual(['re_1', 're_1']);
    expect((await gate.row()).contradictedBy).toStrictEqual(['weight_mismatch', 'condition_fail']);
  });

  it('is looked at for no scan that supports it, before and after a report', async () => {
    const { gate } = reportingGate();
    await gate.deliver(...fullChain(), asked(GOODS));
    const paid = gate.started.length;
    await gate.deliver(stored(), inspected('conformant'));
    expect(gate.started).toHaveLength(paid);
    await gate.deliver(tooLight(), stored());
    expect(gate.started).toHaveLength(paid + 1);
  });

  it('is reported even if it has more witnesses than a decision lists', async () => {
    const { gate, reported } = reportingGate();
    const more = Array.from({ length: 20 }, (_, at) =>
      scanned({ step: 'unloading', attestor: { ...ATTESTORS.dock, id: `a_${at}` } }),
    );
    await gate.deliver(...fullChain(), ...more, asked(GOODS), inspected('damaged'));
    expect(gate.told()).toStrictEqual(['approved']);
    expect(reported).toStrictEqual(['re_1']);
  });

  it('is looked at if it is in no history yet', async () => {
    const { gate } = reportingGate();
    await gate.deliver(...fullChain(), asked(GOODS));
    const { memory: store, policy } = gate;
    const inNone = { ...(await gate.row()), history: null };
    expect(await needsRefresh({ store, policy }, inNone)).toBe(false);
    await gate.take(tooLight());
    expect(await needsRefresh({ store, policy }, inNone)).toBe(true);
  });
});

describe('a refund that people approved', () => {
  async function approvedByPeople(claim: RefundRequest['claim'], before: readonly unknown[] = []) {
    const { gate, reported } = reportingGate();
    const request = asked({ ...EXPENSIVE, claim, ...(claim === 'returned' ? {} : { rmaId: undefined }) });
    await gate.deliver(employee('rev_1', {}, new Date(START.getTime() - DAY)), ...before, request);
    await gate.pass(12 * HOUR + MINUTE);
    await gate.review({ reviewerId: 'rev_1' });
    await gate.run();
    expect((await gate.row()).decision?.by).toBe('reviewer:rev_1');
    expect((await gate.row()).status).toBe('published');
    expect(reported).toStrictEqual([]);
    return { gate, reported };
  }

  it.each(CONTRADICTIONS)('is reported once when a scan shows %s', async (_, contradict) => {
    const { gate, reported } = await approvedByPeople('returned');
    await gate.deliver(contradict(), contradict(), stored());
    expect(reported).toStrictEqual(['re_1']);
    expect((await gate.row()).history?.verdict).toBe('genuine');
  });

  it('is reported when the carrier delivered the parcel that the customer misses', async () => {
    const { gate, reported } = await approvedByPeople('not_received');
    await gate.deliver(carried('arriving'));
    expect(reported).toStrictEqual(['re_1']);
  });

  it('is not reported when the carrier delivered the parcel that arrived damaged', async () => {
    const { gate, reported } = await approvedByPeople('damaged');
    await gate.deliver(carried('arriving'));
    expect(reported).toStrictEqual([]);
  });

  it('is not reported for what its decision knew', async () => {
    const { gate, reported } = await approvedByPeople('returned', [docked(), tooLight()]);
    await gate.deliver(tooLight(), stored());
    expect(reported).toStrictEqual([]);
  });

  it('gets no run for scans that support it', async () => {
    const { gate } = await approvedByPeople('returned');
    const paid = gate.started.length;
    await gate.deliver(...fullChain());
    expect(gate.started).toHaveLength(paid);
  });
});
