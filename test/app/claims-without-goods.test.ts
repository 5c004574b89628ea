import { describe, expect, it } from 'vitest';
import { pinPolicy } from '../../lib/app/judging/policies.ts';
import { DEFAULT_POLICY } from '../../lib/contracts/policy-document.ts';
import { ATTESTORS, EventBuilder } from '../../lib/demo/event-builders.ts';
import type { RefundRequest } from '../../lib/domain/refund/refund-request.ts';
import { asked, DAY, docked, HOUR, MINUTE, scanned, unseen } from './events.ts';
import { Harness } from './harness.ts';

const euros = (minor: number) =>
  ({ amount: { currency: 'EUR', minor }, captured: { currency: 'EUR', minor } }) as const;

const idsOf = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `re_${index + 100}`);

/** Asks for each of these refunds, and runs the gate on it. */
async function askAll(
  gate: Harness,
  ids: readonly string[],
  overrides: Partial<RefundRequest>,
): Promise<void> {
  for (const id of ids) await gate.deliver(asked(unseen(id, overrides), gate.now));
}

/** Returns how many of these refunds have each status. */
async function statuses(gate: Harness, ids: readonly string[]): Promise<Readonly<Record<string, number>>> {
  const rows = await Promise.all(ids.map((id) => gate.row(id)));
  const groups = Map.groupBy(rows, ({ status }) => status);
  return Object.fromEntries([...groups].map(([status, group]) => [status, group.length]));
}

const codesOf = async (gate: Harness, id: string) =>
  (await gate.row(id)).decision?.reasons.map(({ code }) => code);

describe('claims without goods of one customer on one day', () => {
  it.each([
    [14_900, 2],
    [15_000, 2],
    [15_100, 1],
    [40_000, 1],
  ])('of %i each: %i of thirty are approved', async (minor, approved) => {
    const gate = new Harness();
    await askAll(gate, idsOf(30), { claim: 'damaged', customerId: 'c_1', ...euros(minor) });
    expect(await statuses(gate, idsOf(30))).toStrictEqual({ published: approved, held: 30 - approved });
    await gate.pass(DAY);
    expect(await statuses(gate, idsOf(30))).toStrictEqual({ published: approved, escalated: 30 - approved });
  });

  it('are counted on the device too, whatever the customer is called', async () => {
    const gate = new Harness();
    const links = { device: 'dev_1' };
    for (const [at, id] of idsOf(3).entries()) {
      await askAll(gate, [id], { claim: 'damaged', customerId: `c_${at}`, links, ...euros(15_100) });
    }
    expect(await statuses(gate, idsOf(3))).toStrictEqual({ published: 1, held: 2 });
  });
});

describe('what one employee grants', () => {
  it('is 3,000 a day; the rest waits for the next day, and then for a person', async () => {
    const gate = new Harness();
    await askAll(gate, idsOf(40), { claim: 'returnless', ...euros(19_000) });
    expect(await statuses(gate, idsOf(40))).toStrictEqual({ published: 15, held: 25 });
    const waiting = await gate.row('re_139');
    expect([waiting.dueAt, await codesOf(gate, 're_139')]).toStrictEqual([
      '2026-11-23T00:00:00.000Z',
      ['B01_UNSUPPORTED_BUDGET'],
    ]);
    await gate.pass(14 * HOUR + MINUTE);
    expect(await statuses(gate, idsOf(40))).toStrictEqual({ published: 30, escalated: 10 });
  });

  it('leaves the budget for returns alone', async () => {
    const gate = new Harness();
    await askAll(gate, idsOf(15), { claim: 'returnless', ...euros(19_000) });
    await askAll(gate, ['re_1'], euros(14_900));
    expect(gate.told('re_1')).toStrictEqual(['approved']);
  });
});

describe('a claim that the goods did not come', () => {
  const claim = 'not_received';
  const build = new EventBuilder('carrier');
  const delivered = (at: Date) =>
    build.scan(at, {
      orderId: 'o_1',
      step: 'arriving',
      attestor: ATTESTORS.carrier,
      delivery: { gps: true, photo: true, pin: true },
    });
  const underDefault = () => new Harness({ policy: pinPolicy(DEFAULT_POLICY) });

  it('below 150 is judged at once', async () => {
    const gate = new Harness();
    await askAll(gate, ['re_1'], { claim, ...euros(14_999) });
    expect(gate.told()).toStrictEqual(['approved']);
  });

  it('from 150 on waits twelve hours for the record of delivery, and is then judged without it', async () => {
    const gate = new Harness();
    await askAll(gate, ['re_1'], { claim, ...euros(15_000) });
    expect([await codesOf(gate, 're_1'), (await gate.row()).dueAt]).toStrictEqual([
      ['E11_DELIVERY_RECORD_AWAITED'],
      '2026-11-22T22:00:00.000Z',
    ]);
    expect((await gate.row()).decision?.waitingFor).toStrictEqual(['outbound_delivered']);
    await gate.pass(12 * HOUR - MINUTE);
    expect(gate.told()).toStrictEqual(['held']);
    await gate.pass(2 * MINUTE);
    expect(gate.told()).toStrictEqual(['held', 'approved']);
  });

  it('is judged by the record as soon as it comes', async () => {
    const gate = underDefault();
    await askAll(gate, ['re_1'], { claim, ...euros(26_000) });
    await gate.pass(HOUR);
    await gate.deliver(delivered(gate.now));
    expect(gate.told()).toStrictEqual(['held', 'escalated']);
    expect((await gate.row()).decision?.witnesses).toMatchObject([{ kinds: ['outbound_delivered'] }]);
  });

  it('waits the same, though its event is dated long ago', async () => {
    const gate = new Harness();
    const old = new Date(gate.now.getTime() - 3 * DAY);
    await gate.deliver(asked(unseen('re_1', { claim, ...euros(15_000) }), old));
    expect(gate.told()).toStrictEqual(['held']);
  });

  it('reads a delivery that also names a return', async () => {
    const gate = underDefault();
    const { data, ...event } = delivered(gate.now);
    const bizTransactionList = ['order:o_1', 'rma:rma_1'].map((name) => ({
      type: 'po',
      bizTransaction: `urn:refundgate:${name}`,
    }));
    await gate.deliver({ ...event, data: Object.assign({}, data, { bizTransactionList }) });
    await askAll(gate, ['re_1'], { claim, rmaId: 'rma_1', ...euros(26_000) });
    expect(gate.told()).toStrictEqual(['escalated']);
  });
});

describe('an instant refund', () => {
  const instant = { trigger: 'instant', markedBy: undefined, approvedBy: undefined } as const;

  it('without an RMA waits seven days, says that it is missing, and is judged once it is sent', async () => {
    const [silent, told] = [new Harness(), new Harness()];
    const request = unseen('re_1', instant);
    for (const gate of [silent, told]) {
      await gate.deliver(asked({ ...request, rmaId: undefined }));
      expect((await gate.row()).decision?.reasons).toContainEqual({
        code: 'E10_NO_CARRIER_SCAN',
        facts: { missing: 'rmaId' },
      });
    }
    await told.deliver(asked(request));
    await told.deliver(scanned({ step: 'accepting', attestor: ATTESTORS.carrier }, told.now));
    expect(told.told()).toStrictEqual(['held', 'held', 'approved']);
    await silent.pass(7 * DAY - MINUTE);
    expect(silent.told()).toStrictEqual(['held']);
    await silent.pass(2 * MINUTE);
    expect(silent.told()).toStrictEqual(['held', 'escalated']);
  });

  it('waits for the scan of its carrier', async () => {
    const gate = new Harness();
    await askAll(gate, ['re_1'], instant);
    expect(await codesOf(gate, 're_1')).toStrictEqual(['E10_NO_CARRIER_SCAN']);
    expect((await gate.row()).decision?.waitingFor).toContain('carrier_accept');
    await gate.deliver(scanned({ step: 'accepting', attestor: ATTESTORS.carrier }, gate.now));
    expect(gate.told()).toStrictEqual(['held', 'approved']);
  });

  it.each([
    ['names no return', { rmaId: undefined }],
    ['names an employee', { markedBy: 'emp_3' }],
  ])('waits when it %s, and goes to a person after seven days', async (_name, overrides) => {
    const gate = new Harness();
    await askAll(gate, ['re_1'], { ...instant, ...overrides });
    expect(gate.told()).toStrictEqual(['held']);
    await gate.pass(7 * DAY + MINUTE);
    expect(gate.told()).toStrictEqual(['held', 'escalated']);
  });

  it('is not fired by a scan of the dock', async () => {
    const gate = new Harness();
    await gate.deliver(docked());
    await askAll(gate, ['re_1'], instant);
    expect(gate.told()).toStrictEqual(['held']);
  });
});

describe('honest strangers at one address', () => {
  it('are approved, each with the scans of their own return, however many there are', async () => {
    const gate = new Harness();
    const links = { address: 'locker_1' };
    for (const id of idsOf(60)) {
      await gate.deliver(docked(`rma_${id.slice(3)}`), asked(unseen(id, { links, ...euros(18_000) })));
    }
    expect(await statuses(gate, idsOf(60))).toStrictEqual({ published: 60 });
  });

  it('have one budget between them for what nobody scanned', async () => {
    const gate = new Harness();
    const links = { address: 'locker_1' };
    for (const [at, id] of idsOf(7).entries())
      await askAll(gate, [id], { links, markedBy: `emp_${at}`, ...euros(5000) });
    expect(await statuses(gate, idsOf(7))).toStrictEqual({ published: 6, held: 1 });
  });
});
