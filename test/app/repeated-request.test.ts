import { describe, expect, it } from 'vitest';
import { isAuditIntact } from '../../lib/app/refund/audit-chain.ts';
import type { ProducedEvent } from '../../lib/demo/event-builders.ts';
import { asked, docked, HOUR } from './events.ts';
import { Harness } from './harness.ts';

/** A request under a new event id, with some of its fields changed. */
function again(change: Readonly<Record<string, unknown>>, number = 2): ProducedEvent {
  const event = asked();
  const data = Object.fromEntries(
    Object.entries({ ...Object(event.data), ...change }).filter(([, value]) => value !== undefined),
  );
  return { ...event, id: `${event.id}-${number}`, data } as ProducedEvent;
}

describe('a request that comes again', () => {
  it('with more fields adds them once, and the refund is judged with them', async () => {
    const gate = new Harness();
    await gate.deliver(docked(), again({ rmaId: undefined, siteId: undefined }, 1));
    expect((await gate.row()).status).toBe('held');
    await gate.deliver(again({}));
    const row = await gate.row();
    expect(row.request).toMatchObject({ rmaId: 'rma_1' });
    expect(row.status).toBe('published');
    expect(isAuditIntact(row)).toBe(true);
    expect(row.audit.map(({ by }) => by)).toContain('request');
    expect(gate.told()).toStrictEqual(['held', 'approved']);
  });

  it('with fewer fields is a repeat: what was given stays', async () => {
    const gate = new Harness();
    await gate.take(asked());
    expect(await gate.take(again({ rmaId: undefined }))).toBe('repeated');
    expect((await gate.row()).request.rmaId).toBe('rma_1');
  });

  it.each([
    ['amount', { currency: 'EUR', minor: 1 }],
    ['markedBy', 'emp_8'],
    ['rmaId', 'rma_2'],
    ['lines', []],
  ])('with another %s is another request, and rejected', async (field, value) => {
    const gate = new Harness();
    await gate.take(asked());
    expect(await gate.take(again({ [field]: value }))).toBe('rejected');
    expect((await gate.row()).version).toBe(1);
  });

  it('in another spelling of the people is the same', async () => {
    const gate = new Harness();
    await gate.take(asked());
    expect(await gate.take(again({ markedBy: 'EMP_7' }))).toBe('repeated');
  });

  it('changes nothing of a refund that is decided', async () => {
    const gate = new Harness();
    await gate.deliver(docked(), again({ siteId: undefined }, 1));
    expect((await gate.row()).status).toBe('published');
    const before = await gate.row();
    expect(await gate.take(again({ siteId: 'site_3' }))).toBe('repeated');
    await gate.pass(HOUR);
    expect((await gate.row()).request).toStrictEqual(before.request);
  });
});
