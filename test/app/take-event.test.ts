import { describe, expect, it } from 'vitest';
import type { ProducedEvent } from '../../lib/demo/event-builders.ts';
import { MAX_IGNORED_PER_TRAIL, MAX_SCANS_PER_TRAIL } from '../../lib/domain/evidence/scan.ts';
import { caseText } from './case-text.ts';
import { asked, docked, event, START, scanned } from './events.ts';
import { InjectedFault } from './faults.ts';
import { Harness } from './harness.ts';

const LATER = new Date(START.getTime() + 30_000);

function problemsOf(gate: Harness): readonly unknown[] {
  return gate.published.flatMap(({ type, data }) =>
    type === 'refundgate.event.rejected.v1' ? data.problems : [],
  );
}

/** Returns a scan as it names these returns. */
function naming(scan: ProducedEvent, rmaIds: readonly string[]): ProducedEvent {
  const bizTransactionList = rmaIds.map((id) => ({ bizTransaction: `urn:refundgate:rma:${id}` }));
  return { ...scan, data: { ...Object(scan.data), bizTransactionList } };
}

describe('a refund that is asked for', () => {
  it('is written down under the present policy and starts the gate', async () => {
    const gate = new Harness();
    expect(await gate.take(asked())).toBe('taken');
    expect(await gate.row()).toMatchObject({
      status: 'received',
      version: 1,
      policyHash: gate.policy.hash,
      receivedAt: START.toISOString(),
    });
    expect(await gate.memory.policy(gate.policy.hash)).toStrictEqual(gate.policy.policy);
    expect(gate.started).toStrictEqual(['re_1']);
  });

  it('changes nothing when it comes again, and wakes the gate only while it waits for its first run', async () => {
    const gate = new Harness();
    await gate.take(asked());
    gate.now = LATER;
    expect(await gate.take(asked())).toBe('repeated');
    expect(gate.started).toStrictEqual(['re_1', 're_1']);
    await gate.run();
    const row = await gate.row();
    expect(await gate.take(asked())).toBe('repeated');
    expect(gate.queue).toStrictEqual([]);
    expect(await gate.row()).toStrictEqual(row);
  });

  it('is rejected by its id when it comes again with other content, and the first one stands', async () => {
    const gate = new Harness();
    await gate.take(asked());
    const first = await gate.row();
    expect(await gate.take(asked({ customerId: 'c_2' }))).toBe('rejected');
    expect(problemsOf(gate)).toStrictEqual([
      {
        path: 'data.refundId',
        message: 'refund re_1 came before with other content; the first one stands',
      },
    ]);
    expect(await gate.row()).toStrictEqual(first);
  });

  it('is taken when its content is the same in another order of fields', async () => {
    const gate = new Harness();
    const first = asked();
    await gate.take(first);
    gate.now = LATER;
    const turned = Object.fromEntries(Object.entries(Object(first.data)).toReversed());
    expect(await gate.take({ ...first, data: turned })).toBe('repeated');
  });

  it('starts the gate when it is delivered again because the start failed', async () => {
    const gate = new Harness();
    const request = asked();
    gate.faults.failNext('before', 3);
    await expect(gate.take(request)).rejects.toThrow(InjectedFault);
    expect(gate.faults.calls).toStrictEqual(['keepPolicy', 'createRefund', 'startGate']);
    expect(gate.started).toStrictEqual([]);
    gate.now = LATER;
    expect(await gate.take(request)).toBe('repeated');
    expect(gate.started).toStrictEqual(['re_1']);
    expect((await gate.row()).receivedAt).toBe(START.toISOString());
  });

  it('is found by the sweeper when its delivery died for good after the first write', async () => {
    const gate = new Harness();
    gate.faults.failNext('after', 2);
    await expect(gate.take(asked())).rejects.toThrow(InjectedFault);
    await gate.pass(3 * 60_000);
    expect(await gate.row()).toMatchObject({ status: 'held', outbox: null });
  });
});

describe('a scan', () => {
  it('that comes before its refund is judged with it', async () => {
    const gate = new Harness();
    await gate.deliver(docked(), asked());
    expect(gate.told()).toStrictEqual(['approved']);
  });

  it('wakes the refund that is held for it', async () => {
    const gate = new Harness();
    await gate.deliver(asked(), docked());
    expect(gate.told()).toStrictEqual(['held', 'approved']);
  });

  it('wakes whoever waits on a repeat too, since its first delivery may have died before waking', async () => {
    const gate = new Harness();
    const scan = docked();
    await gate.deliver(asked());
    gate.faults.failNext('before', 2);
    await expect(gate.take(scan)).rejects.toThrow(InjectedFault);
    expect(gate.queue).toStrictEqual([]);
    expect(await gate.take(scan)).toBe('repeated');
    await gate.run();
    expect(gate.told()).toStrictEqual(['held', 'approved']);
  });

  it('is rejected when its source and id came with other content, and the return is no basis any more', async () => {
    const gate = new Harness();
    await gate.deliver(asked());
    const scan = scanned({ step: 'arriving' });
    await gate.deliver(scan, { ...docked(), id: scan.id });
    expect(problemsOf(gate)).toStrictEqual([
      {
        path: 'id',
        message:
          'this source and id came before with other content; the first one stands, the return is flagged',
      },
    ]);
    expect((await gate.memory.trail('rma:rma_1', 'strong')).conflicted).toBe(true);
    const other = new Harness();
    await other.deliver(scan, { ...docked(), id: scan.id }, asked());
    expect((await other.row()).decision?.reasons.map(({ code }) => code)).toStrictEqual([
      'E07_TRAIL_UNUSABLE',
    ]);
  });

  it('that is sent again with a corrected time is the same scan, and the correction is shown', async () => {
    const gate = new Harness();
    const scan = docked();
    const eventTime = '2026-11-22T08:00:00.000Z';
    const corrected = { ...scan, data: { ...Object(scan.data), eventTime } };
    await gate.deliver(scan, asked());
    expect([await gate.take(corrected), await gate.take(scan)]).toStrictEqual(['taken', 'repeated']);
    expect(problemsOf(gate)).toStrictEqual([]);
    const shown = await caseText(gate.memory, 're_1');
    expect(shown).toMatch(
      /^ +2026-11-22T08:00:00.000Z Scanned at the dock \(unloading\), by .*, time corrected from 2026/m,
    );
  });

  it('is rejected when the return has too many, and the return is no basis any more', async () => {
    const gate = new Harness();
    for (let count = 0; count < MAX_SCANS_PER_TRAIL; count += 1) await gate.take(docked());
    expect(await gate.take(docked())).toBe('rejected');
    expect(problemsOf(gate)).toStrictEqual([
      {
        path: 'data.bizTransactionList',
        message: 'the return has too many scans; this one is not kept, the return is flagged',
      },
    ]);
    await gate.deliver(asked());
    expect(await gate.row()).toMatchObject({
      status: 'escalated',
      decision: { reasons: [{ code: 'E07_TRAIL_UNUSABLE' }] },
    });
  });

  it('that names two returns is answered by the graver of what becomes of it, and kept where it can be', async () => {
    const gate = new Harness();
    const first = scanned({ rmaId: 'rma_2', step: 'arriving' });
    await gate.deliver(asked(), first);
    const both = naming({ ...docked(), id: first.id }, ['rma_1', 'rma_2']);
    expect(await gate.take(both)).toBe('rejected');
    expect(problemsOf(gate)).toMatchObject([{ path: 'id' }]);
    await gate.run();
    expect(gate.told()).toStrictEqual(['held', 'approved']);
  });

  it('that names two returns is a repeat only where both have it', async () => {
    const gate = new Harness();
    const one = docked();
    await gate.take(one);
    const both = naming(one, ['rma_2', 'rma_1']);
    expect([await gate.take(both), await gate.take(both)]).toStrictEqual(['taken', 'repeated']);
  });

  it('wakes the refund that waits even when it cannot be kept', async () => {
    const gate = new Harness();
    await gate.deliver(asked());
    const scan = scanned({ step: 'transporting' });
    await gate.take(scan);
    await gate.run();
    gate.started.length = 0;
    await gate.take({ ...docked(), id: scan.id });
    expect(gate.started).toStrictEqual(['re_1']);
  });
});

describe('a scan that counts for nothing', () => {
  const customer = { class: 'customer', id: 'x', capture: 'scanned' } as const;
  const junk = () => scanned({ step: 'x', attestor: customer });

  it('does not fill a return, however many come', async () => {
    const gate = new Harness();
    for (let count = 0; count <= MAX_SCANS_PER_TRAIL; count += 1)
      expect(await gate.take(junk())).toBe('taken');
    await gate.deliver(docked(), asked());
    expect(gate.told()).toStrictEqual(['approved']);
    expect(await gate.memory.ignoredScans('rma:rma_1', 'counts_for_nothing')).toHaveLength(
      MAX_IGNORED_PER_TRAIL,
    );
    expect((await gate.memory.trail('rma:rma_1', 'strong')).scans).toHaveLength(1);
  });

  it.each(['before', 'after'])(
    'takes nothing from a scan of the same source and id that came %s it',
    async (when) => {
      const gate = new Harness();
      const honest = docked();
      const poison = { ...junk(), id: honest.id };
      await gate.deliver(...(when === 'before' ? [honest, poison] : [poison, honest]), asked());
      expect(problemsOf(gate)).toStrictEqual([]);
      expect(gate.told()).toStrictEqual(['approved']);
    },
  );

  it('wakes no refund, and is shown as counting for nothing', async () => {
    const gate = new Harness();
    await gate.deliver(asked());
    gate.started.length = 0;
    const scan = junk();
    expect([await gate.take(scan), await gate.take(scan)]).toStrictEqual(['taken', 'repeated']);
    expect(gate.started).toStrictEqual([]);
    const shown = await caseText(gate.memory, 're_1');
    expect(shown).toMatch(
      /A scan that shows nothing \(x\), by customer x, scanned, .*, counts for nothing$/m,
    );
  });

  it('is an error declaration that names nobody: it takes nothing away and fills nothing', async () => {
    const gate = new Harness();
    const eventID = 'urn:uuid:1';
    const honest = { ...docked(), data: { ...Object(docked().data), eventID } };
    const unnamed = () => {
      const { 'refundgate:attestor': _, ...data } = Object(docked().data);
      return { ...docked(), data: { ...data, eventID, errorDeclaration: { reason: 'mistake' } } };
    };
    for (let count = 0; count <= MAX_SCANS_PER_TRAIL; count += 1) await gate.take(unnamed());
    await gate.deliver(honest, asked());
    expect(gate.told()).toStrictEqual(['approved']);
  });
});

describe('what is no live event', () => {
  it.each([
    [
      'review.decided',
      { refundId: 're_1', reviewerId: 'rev_1', decision: 'approve', verdict: 'genuine' },
      'reviews are decided through the review function, not by an event',
    ],
    ['clock.ticked', {}, 'the clock ticks by event only in a replay'],
  ])('refuses %s and does nothing for it', async (type, data, message) => {
    const gate = new Harness();
    await gate.deliver(asked());
    const row = await gate.row();
    expect(await gate.take(event(type, data))).toBe('rejected');
    expect(problemsOf(gate)).toStrictEqual([{ path: 'type', message }]);
    expect(await gate.row()).toStrictEqual(row);
  });

  it('answers what does not parse, twice under the same event id', async () => {
    const gate = new Harness();
    const broken = asked({ country: 'Germany' });
    expect([await gate.take(broken), await gate.take(broken)]).toStrictEqual(['rejected', 'rejected']);
    expect(new Set(gate.published.map(({ id }) => id)).size).toBe(1);
    expect(gate.published[0]?.data).toMatchObject({
      eventId: broken.id,
      problems: [{ path: 'data.country' }],
    });
  });
});
