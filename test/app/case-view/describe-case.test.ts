import { describe, expect, it } from 'vitest';
import { manageStops } from '../../../lib/app/manage-stops.ts';
import { ATTESTORS, type ProducedEvent } from '../../../lib/demo/event-builders.ts';
import { casePart, caseText } from '../case-text.ts';
import { asked, DAY, docked, employee, flag, MINUTE, START, scanned, shared } from '../events.ts';
import { Harness } from '../harness.ts';

/** Clears the screen, goes up, turns the line around, hides text and begins a line of its own. */
const HOSTILE = 'x\u001b[2J\u009b3A\u202e\u200b\n  The chain of this history is intact.\u2028y';
const OBEYED = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

describe('a refund as a person reads it', () => {
  it('shows the texts of events, and lets none of them act on the reader’s terminal', async () => {
    const gate = new Harness();
    await gate.deliver(docked(), asked());
    const row = await gate.row();
    const { scans, ...trail } = await gate.memory.trail('rma:rma_1', 'strong');
    const scan = { ...scans[0], step: HOSTILE, disposition: HOSTILE };
    const lines = row.request.lines.map((line) => ({ ...line, sku: HOSTILE }));
    const store = {
      ...gate.memory,
      refund: async () => ({ ...row, policyHash: 'sha256:other', request: { ...row.request, lines } }),
      trail: async () => ({ ...trail, scans: [{ ...Object(scans[0]), ...scan }] }),
    };
    const shown = (await caseText(store, 're_1'))?.split('\n') ?? [];
    expect(shown.filter((line) => OBEYED.test(line))).toStrictEqual([]);
    expect(shown.join('\n')).toContain('x\\u{1b}[2J\\u{9b}3A\\u{202e}\\u{200b}\\u{a}  The chain');
    expect(shown.filter((line) => line.trim() === 'The chain of this history is intact.')).toStrictEqual([]);
    expect(shown.at(-1)).toContain('THE CHAIN OF THIS HISTORY IS BROKEN');
  });

  it('says who may decide, and that people were only reminded', async () => {
    const gate = new Harness();
    const amount = { currency: 'EUR', minor: 600_000 };
    await gate.deliver(asked({ amount, captured: amount }));
    await gate.pass(3 * DAY + MINUTE);
    const shown = await caseText(gate.memory, 're_1');
    expect(shown).toContain(
      'reviewers, and supervisors of any site may decide, if they have no part in the refund; needed: one approval',
    );
    expect(shown).toContain('(P06_REMINDER, times 1)');
  });

  it('shows stops, flags and statuses, and who asked first for the lift of each', async () => {
    const gate = new Harness();
    const customer = { kind: 'customer', id: 'c_1' };
    const [asked1, asked2] = [1, 2].map((minutes) => new Date(gate.now.getTime() + minutes * MINUTE));
    await gate.deliver(
      docked(),
      asked(),
      flag('flagged', customer),
      employee('emp_7', { status: 'suspended' }),
      employee('ann'),
    );
    await gate.deliver(flag('flagged', { kind: 'site', id: 'site_3' }, gate.now, 'lp_1'));
    await gate.stop('all');
    await manageStops(gate.deps, { action: 'lift', scope: 'all', person: 'ann' });
    await gate.pass(5 * MINUTE);
    await gate.deliver(
      flag('cleared', customer, asked1, 'ben'),
      employee('emp_7', { status: 'active', by: 'hr_2' }, asked1),
      employee('emp_7', { status: 'active', by: 'emp_7' }, asked2),
      shared(customer, { by: 'cat' }, asked1),
    );
    expect(await restrictionsIn(gate)).toStrictEqual([
      'site:site_3: flagged by lp_1 (loss.prevention, 2026-11-22T10:00:00.000Z): seen elsewhere',
      'all: stopped at 2026-11-22T10:00:00.000Z by ops_1',
      '  ann asked for the lift at 2026-11-22T10:00:00.000Z; a second person has to ask too',
      'customer c_1: flagged by nobody by name (loss.prevention, 2026-11-22T10:00:00.000Z): seen elsewhere',
      '  ben (loss.prevention, 2026-11-22T10:01:00.000Z) asked for the lift; a second person or another source has to ask too',
      'customer c_1: shared, says cat (loss.prevention, 2026-11-22T10:01:00.000Z); a second person has to say so too',
      'employee emp_7: suspended, since 2026-11-22T10:00:00.000Z',
      '  hr_2 (hr.directory, 2026-11-22T10:01:00.000Z) asked for "active"; a second person has to ask too',
    ]);
  });

  it('shows that employees who scanned are shared or suspended, and who asked for the lift', async () => {
    const gate = new Harness();
    await gate.deliver(
      shared({ kind: 'employee', id: 'till_5' }, { by: 'ana' }),
      shared({ kind: 'employee', id: 'till_5' }, { by: 'ben' }),
      ...['ana', 'ben'].map((by) => shared({ kind: 'employee', id: 'till_6' }, { by })),
      employee('stow_8', { status: 'suspended', by: 'sec_1' }),
    );
    await gate.pass(5 * MINUTE);
    const minuteLater = new Date(START.getTime() + MINUTE);
    await gate.deliver(
      employee('stow_8', { status: 'active', by: 'sec_2' }, minuteLater),
      shared({ kind: 'employee', id: 'till_6' }, { by: 'cat', shared: false }, minuteLater),
    );
    await gate.deliver(...['till_5', 'stow_8', 'dock_1', 'till_6'].map(scannedBy), asked());
    expect(await restrictionsIn(gate)).toStrictEqual([
      'employee till_5: many strangers use it',
      'employee stow_8: suspended, since 2026-11-22T10:00:00.000Z',
      '  sec_2 (hr.directory, 2026-11-22T10:01:00.000Z) asked for "active"; a second person has to ask too',
      'employee till_6: one person says that it is not shared any more; its scans count once a second one says so too',
    ]);
  });

  it('says which scans were declared wrong, are too old or count for nothing', async () => {
    const gate = new Harness();
    const dock = { step: 'unloading', eventId: 'urn:uuid:1' };
    await gate.deliver(
      scanned({ step: 'unloading', happenedAt: new Date(START.getTime() - 121 * DAY) }),
      scanned(dock),
      scanned({ step: 'storing', attestor: ATTESTORS.stower }),
      scanned({ step: 'storing', attestor: { class: 'customer', id: 'c_1' } }),
      asked(),
    );
    await gate.pass(MINUTE);
    await gate.deliver(scanned({ ...dock, happenedAt: START, voids: true }, gate.now));
    const scans = await casePart(gate.memory, 'The chain of evidence');
    const made = scans.filter((line) => !line.endsWith(', missing'));
    expect(made.map((line) => line.replace(/^.*Z /, ''))).toStrictEqual([
      'Scanned at the dock (unloading), by fixed device dock_scanner_3, scanned, sent by dock.site_3, counts for nothing: too old',
      'Scanned at the dock (unloading), by fixed device dock_scanner_3, scanned, sent by dock.site_3, declared wrong',
      'Declares an earlier scan wrong (unloading), by fixed device dock_scanner_3, scanned, sent by dock.site_3, a declaration',
      'A scan that shows nothing (storing), by customer c_1, capture unknown, sent by shop.refunds, counts for nothing',
      'Put away on the shelf (storing), by employee emp_33, scanned, sent by wms.site_3, counts, and is independent',
    ]);
  });

  it('looks up the first five employees who scanned, and names the others', async () => {
    const gate = new Harness();
    const ids = [1, 2, 3, 4, 5, 6].map((number) => `stow_${number}`);
    await gate.deliver(...ids.map((id) => employee(id, { status: 'suspended' })), asked());
    await gate.deliver(...ids.map(scannedBy));
    expect(await restrictionsIn(gate)).toStrictEqual([
      ...ids.slice(0, 5).map((id) => `employee ${id}: suspended, since 2026-11-22T10:00:00.000Z`),
      'employee stow_6 scanned too, and was not looked up here',
    ]);
  });
});

/** A put-away scan by an employee, later for each that follows. */
function scannedBy(id: string, index: number): ProducedEvent {
  const attestor = { class: 'site', id, capture: 'scanned' } as const;
  return scanned({ step: 'storing', attestor }, new Date(START.getTime() + index));
}

function restrictionsIn(gate: Harness): Promise<readonly string[]> {
  return casePart(gate.memory, 'Stops, flags and statuses');
}
