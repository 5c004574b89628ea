import { describe, expect, it } from 'vitest';
import type { RefundRequest } from '../../lib/domain/refund/refund-request.ts';
import { asked, docked, event, unseen } from './events.ts';
import { Harness } from './harness.ts';

const euros = (minor: number) =>
  ({ amount: { currency: 'EUR', minor }, captured: { currency: 'EUR', minor } }) as const;

const idsOf = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `re_${index + 100}`);

/** A gate that two people told that many strangers use a subject. */
async function sharing(subject: { readonly kind: string; readonly id: string }): Promise<Harness> {
  const gate = new Harness();
  for (const by of ['mia', 'tom']) await gate.deliver(event('subject.shared', { subject, by }));
  return gate;
}

async function paid(gate: Harness, ids: readonly string[]): Promise<number> {
  const rows = await Promise.all(ids.map((id) => gate.row(id)));
  return rows.filter(({ status }) => status === 'published').length;
}

async function askEach(
  gate: Harness,
  ids: readonly string[],
  requestOf: (at: number) => Partial<RefundRequest>,
): Promise<void> {
  for (const [at, id] of ids.entries()) await gate.deliver(asked(unseen(id, requestOf(at))));
}

describe('a customer’s id that guests share', () => {
  const guest = { kind: 'customer', id: 'guest' };
  const ids = idsOf(40);

  it('adds up no evidenced refunds of strangers', async () => {
    const gate = await sharing(guest);
    for (const id of ids) {
      const request = unseen(id, { customerId: 'guest', ...euros(18_000) });
      await gate.deliver(docked(`rma_${id.slice(3)}`), asked(request));
    }
    expect(await paid(gate, ids)).toBe(40);
    const { days } = await gate.memory.subject({ kind: 'customer', id: 'guest' });
    expect(days).toStrictEqual([]);
  });

  it('has the producer’s budget for what nobody scanned, on top of that of each employee', async () => {
    const gate = await sharing(guest);
    await askEach(gate, ids, (at) => ({ customerId: 'guest', markedBy: `emp_${at}`, ...euros(5000) }));
    expect(await paid(gate, ids)).toBe(12);
  });

  it('has a budget of its own as long as one person only says so', async () => {
    const gate = new Harness();
    await gate.deliver(event('subject.shared', { subject: guest, by: 'mia' }));
    await askEach(gate, ids, (at) => ({ customerId: 'guest', markedBy: `emp_${at}`, ...euros(5000) }));
    expect(await paid(gate, ids)).toBe(6);
  });

  it('stays within the limit of linked refunds for what is paid without evidence', async () => {
    const gate = await sharing(guest);
    const claims = { customerId: 'guest', claim: 'damaged' } as const;
    await askEach(gate, ids, (at) => ({
      ...claims,
      siteId: `site_${at}`,
      markedBy: `emp_${at}`,
      ...euros(100_000),
    }));
    expect(await paid(gate, ids)).toBe(5);
  });
});

describe('a login that many people use', () => {
  it('is no person: the producer and the site answer for it', async () => {
    const gate = await sharing({ kind: 'employee', id: 'till' });
    const of = (id: string, siteId: string) => unseen(id, { markedBy: 'till', siteId, ...euros(14_900) });
    for (const id of idsOf(6)) await gate.deliver(asked(of(id, 'site_1')));
    await gate.deliver(asked(of('re_1', 'site_2')));
    expect(await paid(gate, idsOf(6))).toBe(4);
    expect(gate.told('re_1')).toStrictEqual(['approved']);
  });
});
