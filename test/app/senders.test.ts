import { describe, expect, it } from 'vitest';
import { isAuditIntact } from '../../lib/app/refund/audit-chain.ts';
import { type Taken, takeEvent } from '../../lib/app/take-event.ts';
import { parseBusMessage } from '../../lib/contracts/intake-message.ts';
import type { ProducedEvent } from '../../lib/demo/event-builders.ts';
import { senderIn } from '../../lib/domain/shared/sender.ts';
import { caseText } from './case-text.ts';
import { asked, docked, scanned } from './events.ts';
import { Harness } from './harness.ts';

const OURS = '111111111111';
const THEIRS = '222222222222';

/** Takes an event that an account put on the bus. */
function takeFrom(account: string, gate: Harness, event: ProducedEvent): Promise<Taken> {
  const { source, type } = event;
  const envelope = { id: 'e', source, 'detail-type': type, account, detail: event };
  return takeEvent(gate.deps, parseBusMessage(JSON.stringify(envelope)));
}

/** Returns the same request under a new event id, with or without a site. */
function request(change: Partial<ProducedEvent> & { readonly site: boolean }): ProducedEvent {
  const { site, ...rest } = change;
  const event = asked();
  const { siteId, ...data } = Object(event.data);
  return { ...event, ...rest, data: site ? { ...data, siteId } : data };
}

describe('the sender of a refund', () => {
  it('is kept with it, under its audit chain, and shown', async () => {
    const gate = new Harness();
    await takeFrom(OURS, gate, asked());
    await gate.run();
    const row = await gate.row();
    expect(row.sender).toStrictEqual({ source: asked().source, account: OURS });
    expect(isAuditIntact(row)).toBe(true);
    for (const sender of [undefined, { source: 'x' }, { source: asked().source, account: THEIRS }]) {
      expect(isAuditIntact({ ...row, sender })).toBe(false);
    }
    expect(await caseText(gate.memory, 're_1')).toContain(`sent by ${asked().source} in account ${OURS}`);
  });

  it('is not changed by a repeat from somebody else', async () => {
    const gate = new Harness();
    await takeFrom(OURS, gate, asked());
    const row = await gate.row();
    expect(await takeFrom(THEIRS, gate, asked())).toBe('repeated');
    expect(await gate.take({ ...asked(), source: 'other' })).toBe('repeated');
    expect(await gate.row()).toStrictEqual(row);
  });

  it('may add to the request, and nobody else may', async () => {
    const gate = new Harness();
    await takeFrom(OURS, gate, request({ site: false }));
    const row = await gate.row();
    expect(await takeFrom(THEIRS, gate, request({ site: true }))).toBe('rejected');
    expect(await takeFrom(OURS, gate, request({ site: true, source: 'other' }))).toBe('rejected');
    expect(await gate.row()).toStrictEqual(row);
    expect(gate.published.at(-1)?.data).toMatchObject({ problems: [{ path: 'source' }] });
    expect(await takeFrom(OURS, gate, request({ site: true }))).toBe('taken');
    expect((await gate.row()).request.siteId).toBe('site_3');
  });
});

describe('the sender of a scan', () => {
  it('is kept with it and shown, also of one that counts for nothing', async () => {
    const gate = new Harness();
    await gate.take(asked());
    await takeFrom(OURS, gate, docked());
    await takeFrom(THEIRS, gate, scanned({ step: 'picking' }));
    const [scan] = (await gate.memory.trail('rma:rma_1', 'strong')).scans;
    expect(senderIn(scan?.key ?? '')).toStrictEqual({ source: docked().source, account: OURS });
    const shown = await caseText(gate.memory, 're_1');
    expect(shown).toContain(`dock_scanner_3, scanned, sent by ${docked().source} in account ${OURS}, counts`);
    expect(shown).toContain(`sent by ${docked().source} in account ${THEIRS}, counts for nothing`);
  });

  it('cannot be taken by another account that uses its source and id: neither scan takes anything from the other', async () => {
    const gate = new Harness();
    const honest = docked();
    await takeFrom(THEIRS, gate, { ...scanned({ step: 'arriving' }), id: honest.id });
    expect(await takeFrom(OURS, gate, honest)).toBe('taken');
    const { scans, conflicted } = await gate.memory.trail('rma:rma_1', 'strong');
    expect([scans.length, conflicted]).toStrictEqual([2, false]);
  });
});
