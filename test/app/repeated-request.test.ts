import { describe, expect, it } from 'vitest';
import { pinPolicy } from '../../lib/app/judging/policies.ts';
import { isAuditIntact } from '../../lib/app/refund/audit-chain.ts';
import { DEFAULT_POLICY } from '../../lib/contracts/policy-document.ts';
import type { ProducedEvent } from '../../lib/demo/event-builders.ts';
import { Replay } from '../../lib/replay/replay.ts';
import { asked, docked, event, fullChain, HOUR, MINUTE, START } from './events.ts';
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

/** EUR 12,000.00: two people have to approve it. */
const LARGE = { currency: 'EUR', minor: 1_200_000 };
const large = { amount: LARGE, captured: LARGE };

describe('a request with more fields, once people were asked', () => {
  it.each(['siteId', 'links', 'session'])('that adds %s leaves it due when its review is', async (field) => {
    const gate = new Harness();
    const full = { ...large, session: { deviceId: 'handheld_1' } };
    await gate.deliver(again({ ...full, [field]: undefined }, 1));
    const before = await gate.row();
    expect(before.status).toBe('escalated');
    gate.now = new Date(gate.now.getTime() + 2 * MINUTE);
    await gate.deliver(again(full));
    const row = await gate.row();
    expect(row.bodyHash).not.toBe(before.bodyHash);
    expect(row.dueAt).toBe(before.dueAt);
    expect(row.history).not.toBeNull();
    gate.now = new Date(gate.now.getTime() + 2 * MINUTE);
    expect(await gate.sweep()).toMatchObject({ started: 0 });
  });

  it('lets a replay end', async () => {
    const lines: string[] = [];
    const replay = new Replay({ policy: pinPolicy(DEFAULT_POLICY), write: (line) => lines.push(line) });
    await replay.take(JSON.stringify(again({ ...large, siteId: undefined }, 1)));
    await replay.take(JSON.stringify(again(large)));
    await replay.take(JSON.stringify(event('clock.ticked', {}, new Date(START.getTime() + HOUR))));
    expect(lines.filter((line) => line.includes('refund.escalated'))).toHaveLength(1);
  });

  it('counts no vote that was given before', async () => {
    const gate = new Harness();
    await gate.deliver(...fullChain(), again({ ...large, siteId: undefined }, 1));
    await gate.review({ reviewerId: 'rev_1' });
    await gate.deliver(again(large));
    expect(await gate.review({ reviewerId: 'rev_2' })).toMatchObject({ status: 'escalated', approvals: 1 });
    expect((await gate.row()).audit.map(({ by }) => by)).toContain('reviewer:rev_1');
    expect(isAuditIntact(await gate.row())).toBe(true);
    expect(await gate.review({ reviewerId: 'rev_1' })).toMatchObject({ status: 'approved', approvals: 2 });
  });

  it('is judged on its redelivery, if the first delivery died before it started the gate', async () => {
    const gate = new Harness();
    await gate.deliver(again({ ...large, siteId: undefined }, 1));
    const added = again({ ...large, rmaId: undefined });
    await gate.take(added);
    gate.queue.length = 0;
    await gate.deliver(added);
    expect((await gate.row()).history).not.toBeNull();
  });

  it.each([
    ['markedBy', 'who marked it cannot be added once people were asked'],
    ['approvedBy', 'who approved it cannot be added once people were asked'],
  ])('is rejected if it adds %s', async (field, message) => {
    const gate = new Harness();
    const full = { ...large, approvedBy: 'emp_5' };
    await gate.deliver(again({ ...full, [field]: undefined }, 1));
    const before = await gate.row();
    expect(await gate.take(again(full))).toBe('rejected');
    expect(await gate.row()).toStrictEqual(before);
    expect(gate.published.at(-1)?.data).toMatchObject({ problems: [{ path: `data.${field}`, message }] });
  });

  it.each(['markedBy', 'approvedBy'])('may add %s as long as nobody was asked', async (field) => {
    const gate = new Harness();
    const full = { approvedBy: 'emp_5' };
    await gate.deliver(again({ ...full, [field]: undefined }, 1));
    expect((await gate.row()).status).toBe('held');
    expect(await gate.take(again(full))).toBe('taken');
  });
});
