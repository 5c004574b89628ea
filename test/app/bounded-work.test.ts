import { describe, expect, it } from 'vitest';
import { MAX_LIST } from '../../lib/contracts/fields.ts';
import { MAX_WAITING_PER_TRAIL } from '../../lib/domain/evidence/scan.ts';
import { aLine, eur } from '../builders.ts';
import { asked, DAY, docked, MINUTE, scanned } from './events.ts';
import { Harness } from './harness.ts';

const REFUNDS = 300;
const SCANS = 20;

/** One of many refunds of one order that all wait for the same return. */
function part(number: number, rmaId = 'rma_1') {
  return asked({
    refundId: `re_${number}`,
    rmaId,
    amount: eur(16_000),
    captured: eur(16_000),
    lines: [aLine({ lineId: String(number) })],
  });
}

async function waiting(count: number): Promise<Harness> {
  const gate = new Harness();
  for (let number = 1; number <= count; number += 1) await gate.deliver(part(number));
  gate.started.length = 0;
  return gate;
}

describe('the runs of the gate that scans of one return start', () => {
  it(`are none for ${SCANS} scans that count for nothing, though ${REFUNDS} refunds wait`, async () => {
    const gate = await waiting(REFUNDS);
    const attestor = { class: 'customer', id: 'x', capture: 'scanned' } as const;
    for (let count = 0; count < SCANS; count += 1) await gate.deliver(scanned({ step: 'x', attestor }));
    expect(gate.started).toHaveLength(0);
  });

  it(`are ${MAX_WAITING_PER_TRAIL} for each scan that counts, those of the refunds that waited first`, async () => {
    const gate = await waiting(REFUNDS);
    for (let count = 0; count < SCANS; count += 1)
      await gate.take(scanned({ step: 'transporting', attestor: { class: 'carrier', id: 'ups' } }));
    expect(gate.started).toHaveLength(SCANS * MAX_WAITING_PER_TRAIL);
    const first = Array.from({ length: MAX_WAITING_PER_TRAIL }, (_, at) => `re_${at + 1}`);
    expect(new Set(gate.started)).toStrictEqual(new Set(first));
  });
});

describe('a refund that found no place among those who wait for a return', () => {
  it('is judged with the scans of the return when its wait is over', async () => {
    const gate = await waiting(MAX_WAITING_PER_TRAIL + 1);
    const [first, last] = ['re_1', `re_${MAX_WAITING_PER_TRAIL + 1}`];
    await gate.deliver(docked());
    expect([gate.told(first), gate.told(last)]).toStrictEqual([['held', 'approved'], ['held']]);
    await gate.pass(3 * DAY + MINUTE);
    expect(gate.told(last)).toStrictEqual(['held', 'approved']);
  });

  it('is judged at once if the scans came first', async () => {
    const gate = await waiting(MAX_WAITING_PER_TRAIL);
    await gate.deliver(docked(), part(MAX_WAITING_PER_TRAIL + 1));
    expect(gate.told(`re_${MAX_WAITING_PER_TRAIL + 1}`)).toStrictEqual(['approved']);
  });
});

describe('a scan of many returns', () => {
  it(`starts ${MAX_LIST} refunds, one of each return before a second of any`, async () => {
    const gate = new Harness();
    const returns = Array.from({ length: MAX_LIST }, (_, at) => `rma_${at}`);
    for (const [at, rmaId] of returns.entries()) {
      for (const refundId of at === 0 ? [1, 2, 3] : [at + 3]) {
        await gate.take(part(refundId, rmaId));
        await gate.memory.awaitScans(`rma:${rmaId}`, `re_${refundId}`, 0);
      }
    }
    gate.started.length = 0;
    const bizTransactionList = returns.map((id) => ({ bizTransaction: `urn:refundgate:rma:${id}` }));
    await gate.take({ ...docked(), data: { ...Object(docked().data), bizTransactionList } });
    expect(gate.started).toHaveLength(MAX_LIST);
    expect(new Set(gate.started).size).toBe(MAX_LIST);
    expect(gate.started.filter((id) => ['re_1', 're_2', 're_3'].includes(id))).toStrictEqual(['re_1']);
  });
});
