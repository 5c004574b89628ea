import { describe, expect, it } from 'vitest';
import { EventBuilder } from '../../lib/demo/event-builders.ts';
import type { RefundRequest } from '../../lib/domain/refund/refund-request.ts';
import { producerOf } from '../../lib/domain/refund/subject.ts';
import { asked, DAY, docked, HOUR, MINUTE, unseen } from './events.ts';
import { Harness } from './harness.ts';

const NOBODY = { markedBy: undefined, approvedBy: undefined, siteId: 'site_3' } as const;

const euros = (minor: number) =>
  ({ amount: { currency: 'EUR', minor }, captured: { currency: 'EUR', minor } }) as const;

const idsOf = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `re_${index + 100}`);

/** Asks for so many refunds of different customers, and returns how many are paid. */
async function paidOf(count: number, overrides: Partial<RefundRequest>): Promise<number> {
  const gate = new Harness();
  for (const id of idsOf(count)) await gate.deliver(asked(unseen(id, overrides), gate.now));
  return paid(gate, idsOf(count));
}

async function paid(gate: Harness, ids: readonly string[]): Promise<number> {
  const rows = await Promise.all(ids.map((id) => gate.row(id)));
  return rows.filter(({ status }) => status === 'published').length;
}

describe('refunds that name nobody', () => {
  it.each([
    ['returned', 14_900, 4],
    ['damaged', 15_100, 19],
    ['returnless', 50_000, 6],
  ] as const)(
    'pay no more without evidence than refunds that name one person: %s',
    async (claim, minor, most) => {
      const goods = { claim, ...euros(minor) };
      expect(await paidOf(30, { ...goods, ...NOBODY })).toBe(most);
      expect(await paidOf(30, { ...goods, siteId: 'site_3' })).toBe(most);
    },
  );

  it('need no budget with evidence, and leave no trace on the producer', async () => {
    const gate = new Harness();
    for (const id of idsOf(8)) {
      const request = unseen(id, { ...NOBODY, ...euros(14_900) });
      await gate.deliver(docked(`rma_${id.slice(3)}`), asked(request));
    }
    expect(await paid(gate, idsOf(8))).toBe(8);
    const { days } = await gate.memory.subject(producerOf(await gate.row('re_100'), undefined));
    expect(days).toStrictEqual([]);
  });

  it('have a budget for each producer and each site', async () => {
    const gate = new Harness();
    const ask = (id: string, overrides: Partial<RefundRequest>) => unseen(id, { ...NOBODY, ...overrides });
    for (const id of idsOf(5)) await gate.deliver(asked(ask(id, euros(14_900))));
    expect(await paid(gate, idsOf(5))).toBe(4);
    await gate.deliver(asked(ask('re_1', { ...euros(14_900), siteId: 'site_4' })));
    await gate.deliver({ ...asked(ask('re_2', euros(14_900))), source: 'urn:other-shop' });
    expect(await paid(gate, ['re_1', 're_2'])).toBe(2);
  });

  it.each([
    ['returned', 14_900, 60_000],
    ['damaged', 100_000, 300_000],
  ] as const)(
    'name the producer and the site whose budget is used up, and what it was when the day began: %s',
    async (claim, minor, atStartOfDayMinor) => {
      const gate = new Harness();
      for (const id of idsOf(5)) {
        await gate.deliver(asked(unseen(id, { ...NOBODY, claim, ...euros(minor) })));
      }
      const { decision, sender } = await gate.row('re_104');
      expect(decision?.reasons).toStrictEqual([
        {
          code: 'B01_UNSUPPORTED_BUDGET',
          facts: { kind: 'producer', id: `${sender?.source} site_3`, atStartOfDayMinor },
        },
      ]);
    },
  );

  it('get a return’s budget back once its scans are there', async () => {
    const gate = new Harness();
    await gate.deliver(asked(unseen('re_1', { ...NOBODY, ...euros(14_900) })));
    await gate.deliver(docked('rma_1'));
    await gate.pass(3 * DAY + MINUTE);
    const producer = producerOf(await gate.row(), undefined);
    const [day] = await gate.memory.daysOf(producer, '2026-11-22', '2026-11-22');
    expect(day?.unsupportedMinor).toBe(0);
  });

  it('wait for the next day’s budget when they are claims without goods', async () => {
    const gate = new Harness();
    for (const id of idsOf(4)) {
      await gate.deliver(asked(unseen(id, { ...NOBODY, claim: 'damaged', ...euros(100_000) }), gate.now));
    }
    expect(await paid(gate, idsOf(4))).toBe(3);
    await gate.pass(14 * HOUR + MINUTE);
    expect(await paid(gate, idsOf(4))).toBe(4);
  });

  it('that are instant draw on the budgets of the customer’s side only', async () => {
    const gate = new Harness();
    for (const id of idsOf(6)) {
      const request = unseen(id, { ...NOBODY, trigger: 'instant', ...euros(14_900) });
      const rmaId = request.rmaId ?? '';
      const carrier = { class: 'carrier', id: 'ups', capture: 'scanned' } as const;
      const scan = new EventBuilder('ups').scan(gate.now, { rmaId, step: 'accepting', attestor: carrier });
      await gate.deliver({ ...scan, id }, asked(request));
    }
    expect(await paid(gate, idsOf(6))).toBe(6);
  });
});
