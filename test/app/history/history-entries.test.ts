import { describe, expect, it } from 'vitest';
import { subjectsOf } from '../../../lib/app/history/reservations.ts';
import { ATTESTORS } from '../../../lib/demo/event-builders.ts';
import { pastOf } from '../../../lib/domain/history/decayed-past.ts';
import type { HistoryEntry } from '../../../lib/domain/history/history.ts';
import type { SubjectRef } from '../../../lib/domain/refund/subject.ts';
import { dayOf } from '../../../lib/domain/shared/calendar.ts';
import {
  asked,
  DAY,
  docked,
  employee,
  fullChain,
  HOUR,
  MINUTE,
  scanned,
  tooLight,
  unseen,
} from '../events.ts';
import { Harness } from '../harness.ts';
import { CLERK, sumToday } from '../unseen-refunds.ts';

const DEAR = {
  amount: { currency: 'EUR', minor: 600_000 },
  captured: { currency: 'EUR', minor: 600_000 },
} as const;

/** What a refund stands as in the history of each of its subjects. */
async function entriesOf(gate: Harness, refundId = 're_1'): Promise<readonly (HistoryEntry | undefined)[]> {
  const { request } = await gate.row(refundId);
  const entryOf = async (ref: SubjectRef) => {
    const days = await gate.memory.daysOf(ref, '0000-01-01', '9999-12-31');
    return days.flatMap(({ entries }) => entries).find((entry) => entry.refundId === refundId);
  };
  return Promise.all(subjectsOf(request).map(entryOf));
}

/** Every subject tells the same of a refund: what. */
async function entryOf(gate: Harness, refundId?: string): Promise<HistoryEntry | undefined> {
  const [first, ...others] = await entriesOf(gate, refundId);
  for (const other of others) expect(other).toStrictEqual(first);
  expect((await gate.row(refundId)).history).toStrictEqual(first);
  return first;
}

const pastNow = async (gate: Harness) =>
  pastOf(await gate.memory.subject(CLERK), { today: dayOf(gate.now), halfLifeDays: 90, without: undefined });

describe('what a refund adds to the histories of all its subjects', () => {
  it('stands on the day it was asked for, not on that of the decision', async () => {
    const gate = new Harness();
    gate.now = new Date(gate.now.getTime() + 3 * DAY);
    await gate.deliver(docked(), asked());
    expect((await entryOf(gate))?.day).toBe('2026-11-22');
    const { days } = await gate.memory.subject(CLERK);
    expect(days.map(({ day, entries }) => [day, entries.length])).toStrictEqual([
      ['2026-11-22', 1],
      ['2026-11-25', 0],
    ]);
  });

  it('is dated back by a week at the most', async () => {
    const gate = new Harness();
    gate.now = new Date(gate.now.getTime() + 30 * DAY);
    await gate.deliver(docked(), asked());
    expect((await entryOf(gate))?.day).toBe('2026-12-15');
  });

  it('is raised by a scan that comes late and contradicts, though the refund was paid', async () => {
    const gate = new Harness();
    await gate.deliver(docked(), asked());
    const before = (await entryOf(gate))?.exceptionPermille ?? Number.NaN;
    await gate.pass(5 * DAY);
    const wrong = { step: 'inspecting', attestor: ATTESTORS.inspector, serials: ['SN9'] };
    await gate.deliver(tooLight(), scanned(wrong));
    expect((await entryOf(gate))?.exceptionPermille).toBeGreaterThan(before);
    expect((await gate.row()).status).toBe('published');
    expect(gate.told()).toStrictEqual(['approved']);
  });

  it('is nothing for what was paid unseen, until its scans should be there', async () => {
    const gate = new Harness();
    await gate.deliver(asked(unseen('re_1')));
    expect((await entryOf(gate))?.exceptionPermille).toBe(0);
    await gate.pass(3 * DAY - MINUTE);
    expect((await entryOf(gate))?.exceptionPermille).toBe(0);
    await gate.pass(2 * MINUTE);
    expect((await entryOf(gate))?.exceptionPermille).toBeGreaterThan(900);
    expect((await gate.row()).dueAt).toBeNull();
    expect(gate.told()).toStrictEqual(['approved']);
  });

  it('grows while a refund is held and nothing comes, and shrinks when evidence does', async () => {
    const gate = new Harness();
    await gate.deliver(asked());
    const held = (await entryOf(gate))?.exceptionPermille ?? 0;
    await gate.pass(3 * DAY + HOUR);
    const waited = (await entryOf(gate))?.exceptionPermille ?? 0;
    expect(waited).toBeGreaterThanOrEqual(held);
    await gate.deliver(...fullChain());
    expect((await gate.row()).status).toBe('escalated');
    expect((await entryOf(gate))?.exceptionPermille).toBeLessThan(waited);
  });
});

describe('a reviewer’s verdict', () => {
  it.each([
    ['deny', 'nothing_arrived', 'fraud'],
    ['deny', 'false_attestation', 'false_attestation'],
    ['approve', 'genuine', 'genuine'],
  ] as const)('to %s as %s stands in every subject’s history as %s', async (decision, verdict, found) => {
    const gate = new Harness();
    await gate.deliver(...fullChain(), asked(DEAR));
    expect((await entryOf(gate))?.verdict).toBe('none');
    await gate.review({ reviewerId: 'rev_1', decision, verdict });
    expect(await entryOf(gate)).toMatchObject({ verdict: found, reviewerIds: ['rev_1'] });
    await gate.run();
    expect(await entryOf(gate)).toMatchObject({ verdict: found, reviewerIds: ['rev_1'] });
  });

  it('of genuine leaves no trace: the past reads as if there had never been an exception', async () => {
    const cleared = new Harness();
    await cleared.deliver(asked(), tooLight());
    await cleared.pass(3 * DAY + HOUR);
    const suspected = await pastNow(cleared);
    await cleared.review({ reviewerId: 'rev_1' });
    await cleared.run();
    const clean = new Harness();
    await clean.deliver(...fullChain(), asked());
    await clean.pass(3 * DAY + HOUR);
    expect(await pastNow(cleared)).toStrictEqual(await pastNow(clean));
    expect(suspected).not.toStrictEqual(await pastNow(clean));
  });

  it('counts in the week it corrects, after that was rolled up', async () => {
    const gate = new Harness();
    await gate.deliver(...fullChain(), asked(DEAR));
    await gate.pass(10 * DAY);
    await gate.rollUp();
    expect((await pastNow(gate)).recent.falseAttestations).toBe(0);
    for (const reviewerId of ['rev_1', 'rev_2', 'rev_3']) {
      await gate.review({ reviewerId, decision: 'deny', verdict: 'false_attestation' });
    }
    await gate.run();
    await gate.rollUp();
    const { recent, reviewers } = await pastNow(gate);
    expect([recent.falseAttestations, reviewers]).toStrictEqual([1, ['rev_1']]);
  });
});

describe('the budget of what was paid unseen', () => {
  it('is given back once its scans should be there and the dock’s is, the value staying reserved', async () => {
    const gate = new Harness();
    await gate.deliver(asked(unseen('re_1')));
    expect((await sumToday(gate, 'employee', 'emp_7')).unsupported).toBe(5000);
    await gate.deliver(docked('rma_1'));
    await gate.pass(3 * DAY + MINUTE);
    for (const ref of subjectsOf((await gate.row()).request)) {
      const [day] = await gate.memory.daysOf(ref, '2026-11-22', '2026-11-22');
      expect([day?.valueMinor, day?.unsupportedMinor]).toStrictEqual([ref.kind === 'employee' ? 0 : 5000, 0]);
    }
    expect((await gate.row()).dueAt).toBeNull();
  });

  it('is given back in the rolled-up week too', async () => {
    const gate = new Harness();
    await gate.deliver(asked(unseen('re_1')));
    await gate.pass(2 * DAY);
    await gate.rollUp();
    const weekly = async () =>
      (await gate.memory.profile(CLERK, 'strong')).weeks.map(({ unsupportedMinor }) => unsupportedMinor);
    expect(await weekly()).toStrictEqual([5000]);
    await gate.deliver(docked('rma_1'));
    await gate.pass(2 * DAY);
    await gate.rollUp();
    expect(await weekly()).toStrictEqual([0]);
  });

  it('is not given back for a return that another order leans on', async () => {
    const gate = new Harness();
    await gate.deliver(asked(unseen('re_1')));
    await gate.memory.bindTrail('rma:rma_1', { orderId: 'o_2', refundId: 're_2' });
    await gate.deliver(docked('rma_1'));
    await gate.pass(3 * DAY + MINUTE);
    const [day] = await gate.memory.daysOf(CLERK, '2026-11-22', '2026-11-22');
    expect(day?.unsupportedMinor).toBe(5000);
  });

  it('is not given back after its evidence should have been there: it was unseen when it counted', async () => {
    const gate = new Harness();
    await gate.deliver(asked(unseen('re_1')));
    await gate.pass(4 * DAY);
    await gate.deliver(docked('rma_1'));
    const [day] = await gate.memory.daysOf(CLERK, '2026-11-22', '2026-11-22');
    expect(day?.unsupportedMinor).toBe(5000);
  });
});

describe('photos seen before', () => {
  const photo = (refundId: string, orderId: string, sha256 = 'a'.repeat(64)) =>
    unseen(refundId, {
      claim: 'damaged',
      orderId,
      rmaId: undefined,
      attachments: [{ kind: 'photo', sha256 }],
    });
  const photosOf = async (gate: Harness, refundId: string) =>
    (await gate.row(refundId)).decision?.inputs?.weighed.map(({ item }) => item);

  it('are those of an earlier claim of another order', async () => {
    const gate = new Harness();
    await gate.deliver(asked(photo('re_1', 'o_1')), asked(photo('re_2', 'o_2')));
    expect(await photosOf(gate, 're_1')).toStrictEqual(['photo_unique']);
    expect(await photosOf(gate, 're_2')).toStrictEqual(['photo_seen_before']);
  });

  it('are not those of another claim of the same order, nor other photos', async () => {
    const gate = new Harness();
    await gate.deliver(asked(photo('re_1', 'o_1')), asked(photo('re_2', 'o_1')));
    await gate.deliver(asked(photo('re_3', 'o_3', 'b'.repeat(64))));
    expect(await photosOf(gate, 're_2')).toStrictEqual(['photo_unique']);
    expect(await photosOf(gate, 're_3')).toStrictEqual(['photo_unique']);
  });

  it('are not those of a later claim, however often the earlier one is judged', async () => {
    const gate = new Harness();
    await gate.stop('order:o_1');
    await gate.deliver(asked(photo('re_1', 'o_1')));
    await gate.deliver(asked(photo('re_2', 'o_2')));
    await gate.lift('order:o_1');
    await gate.pass(2 * HOUR);
    expect(await photosOf(gate, 're_1')).toStrictEqual(['photo_unique']);
    expect((await gate.row('re_1')).status).toBe('published');
  });
});

it('a refund that was escalated while its scans could not be checked has the verdict of people in all histories', async () => {
  const gate = new Harness();
  await gate.take(asked(DEAR));
  gate.queue = [];
  const [, value, employees] = await gate.check('re_1');
  const unchecked = { check: 'scan-evidence', state: 'unknown' } as const;
  await gate.followUp(await gate.decide('re_1', [unchecked, value, employees]));
  await gate.run();
  expect(await gate.row()).toMatchObject({ status: 'escalated', history: null });
  await gate.review({ reviewerId: 'rev_1', decision: 'deny', verdict: 'false_attestation' });
  await gate.run();
  expect(gate.told()).toStrictEqual(['escalated', 'denied']);
  expect(await entryOf(gate)).toMatchObject({ verdict: 'false_attestation', reviewerIds: ['rev_1'] });
});

describe('the people on the roster', () => {
  it('are those the directory told of', async () => {
    const gate = new Harness();
    await gate.deliver(employee('emp_7'), employee('emp_2'), employee('emp_7', { status: 'suspended' }));
    expect(await gate.memory.roster()).toStrictEqual(['emp_2', 'emp_7']);
  });
});
