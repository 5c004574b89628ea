import { describe, expect, it } from 'vitest';
import { caseViewOf } from '../../../lib/app/case-view/case-view.ts';
import type { CaseStore } from '../../../lib/app/case-view/load-case.ts';
import type { CaseView } from '../../../lib/app/case-view/view.ts';
import { pinPolicy } from '../../../lib/app/judging/policies.ts';
import { ATTESTORS } from '../../../lib/demo/event-builders.ts';
import { aLine, aPolicy, eur } from '../../builders.ts';
import {
  asked,
  DAY,
  docked,
  employee,
  fullChain,
  HOUR,
  MINUTE,
  scanned,
  shared,
  tooLight,
} from '../events.ts';
import { Harness } from '../harness.ts';

const SHA = 'ab'.repeat(32);

async function viewOf(gate: Harness, refundId = 're_1'): Promise<CaseView> {
  const view = await caseViewOf(gate.memory, refundId, { now: gate.now });
  if (view === undefined) throw new Error(`There is no refund ${refundId}.`);
  return view;
}

function judging(): Harness {
  return new Harness({ policy: pinPolicy(aPolicy({ auditPerMillion: 0 })) });
}

/** Five tablets that only their marker has seen, three days later. */
async function unseenTablets(): Promise<Harness> {
  const gate = judging();
  const mark = { step: 'receiving', disposition: 'returned', attestor: ATTESTORS.clerk };
  await gate.deliver(scanned(mark), asked({ amount: eur(249_500), lines: [aLine({ quantity: 5 })] }));
  return gate;
}

describe('the view of a refund', () => {
  it('says how likely it is false, who has seen the goods and what to do next', async () => {
    const gate = await unseenTablets();
    await gate.pass(3 * DAY + MINUTE);
    const { verdict, next, status, ageWords, amount } = await viewOf(gate);
    expect(verdict).toStrictEqual([
      'Nearly all claims like this are false.',
      'Nobody but the person who marked it has seen the goods.',
      'More units are to be refunded than were shipped.',
    ]);
    expect(next.slice(0, 3)).toStrictEqual([
      'Check the order and the quantity.',
      'Ask site site_3 for a put-away scan.',
      'Ask site site_3 to open the parcel and scan the serial numbers.',
    ]);
    expect([status, ageWords, amount.text]).toStrictEqual(['escalated', '3 days', 'EUR 2,495.00']);
  });

  it('asks for no scan of an employee while nobody knows who marked it', async () => {
    const gate = judging();
    await gate.deliver(asked({ amount: eur(60_000), markedBy: undefined }));
    const { next, verdict } = await viewOf(gate);
    expect(verdict[1]).toBe('No scan shows that anybody has seen the goods.');
    expect(next.slice(0, 2)).toStrictEqual([
      'Find out who marked the return: until then, no employee’s scan counts.',
      'Ask the carrier where the parcel is.',
    ]);
    expect(next.join()).not.toMatch(/put-away|serial/);
  });

  it('names the versions it was made from', async () => {
    const gate = judging();
    await gate.deliver(asked());
    const before = await viewOf(gate);
    await gate.take(docked());
    const after = await viewOf(gate);
    expect([before.trailVersion, after.trailVersion]).toStrictEqual([0, 1]);
    expect(after.version).toBe((await gate.row()).version);
  });

  it('lists what is missing as awaited while it may come, and as against the refund after that', async () => {
    const gate = judging();
    await gate.deliver(asked({ amount: eur(60_000) }));
    const held = await viewOf(gate);
    expect(held.awaited.map(({ sentence }) => sentence)).toContain('A dock scan by a fixed device.');
    expect(held.contradicts.map(({ sentence }) => sentence).join()).not.toContain('dock');
    await gate.pass(3 * DAY + MINUTE);
    const asking = await viewOf(gate);
    expect(asking.awaited).toStrictEqual([]);
    expect(asking.contradicts[0]?.sentence).toContain('No dock scan by a fixed device shows the parcel');
    const shares = [...asking.supports, ...asking.contradicts].map(({ share }) => share);
    expect(Math.max(...shares)).toBe(1);
  });

  it('shows each scan and what is missing in the order of the chain, with who vouched', async () => {
    const gate = judging();
    await gate.deliver(...fullChain().slice(0, 2), asked({ amount: eur(60_000) }));
    const { timeline } = await viewOf(gate);
    expect(timeline.map(({ title, standing, by }) => [title.split(' (')[0], standing, by])).toStrictEqual([
      ['The carrier took the parcel', 'counts', 'carrier ups, scanned'],
      ['The carrier’s record that it delivered the parcel to the site', 'missing', null],
      ['Scanned at the dock', 'counts', 'fixed device dock_scanner_3, scanned'],
      ['The weight of the parcel', 'missing', null],
      ['A scan of the serial numbers by somebody other than the marker', 'missing', null],
      ['An inspection by somebody other than the marker', 'missing', null],
      ['A put-away scan by somebody other than the marker', 'missing', null],
    ]);
    expect(timeline.map(({ isIndependent }) => isIndependent).indexOf(true)).toBe(2);
  });

  it('says that a scan contradicts it, and by whom', async () => {
    const gate = judging();
    await gate.deliver(docked(), tooLight(), asked());
    const { verdict, contradicts } = await viewOf(gate);
    expect(verdict[1]).toBe('A scan contradicts the return.');
    expect(contradicts[0]).toMatchObject({
      sentence: 'The parcel does not weigh what the goods weigh.',
      who: ['scale_2'],
    });
  });

  it('says that an employee’s scan does not count, since the account is not trusted', async () => {
    const gate = judging();
    const stower = { step: 'storing', attestor: ATTESTORS.stower };
    await gate.deliver(employee('emp_33', { role: 'stower', status: 'suspended' }), scanned(stower), asked());
    const { timeline, verdict } = await viewOf(gate);
    expect(verdict[1]).toBe('Others have scanned it, but none of their scans counts.');
    expect(timeline.find(({ by }) => by?.includes('emp_33'))).toMatchObject({
      standing: 'counts_for_nothing',
      isIndependent: false,
    });
  });

  it('has answers with their notes, the audit chain, and words for both', async () => {
    const gate = await unseenTablets();
    await gate.pass(3 * DAY + MINUTE);
    const note = 'The site\nhas no parcel.';
    await gate.review({ reviewerId: 'rev_1', decision: 'deny', verdict: 'nothing_arrived', note });
    await gate.run();
    const { review, history, isHistoryIntact, statusWords, next } = await viewOf(gate);
    expect(review?.votes).toMatchObject([
      { decisionWords: 'denies', verdictWords: 'Nothing arrived', note: 'The site\\u{a}has no parcel.' },
    ]);
    expect(history.at(-1)?.text).toBe('Denied, by reviewer rev_1');
    expect([isHistoryIntact, statusWords, next]).toStrictEqual([true, 'Denied', []]);
  });

  it('survives a policy that was not kept: what it cannot know it leaves out', async () => {
    const gate = await unseenTablets();
    const view = await caseViewOf({ ...gate.memory, policy: async () => undefined }, 're_1', {
      now: gate.now,
    });
    expect(view).toMatchObject({ base: null, expectedLoss: null, supports: [], contradicts: [] });
    expect(view?.verdict).toHaveLength(3);
  });

  it('is undefined if there is no such refund', async () => {
    expect(await caseViewOf(new Harness().memory, 're_1', { now: new Date(0) })).toBe(undefined);
  });
});

describe('what is linked to a refund', () => {
  it('is other refunds of its order, of its subjects and with its photo, and the customers of these', async () => {
    const gate = judging();
    const photo = [{ kind: 'photo' as const, sha256: SHA }];
    const links = { address: 'adr_2', device: 'dev_1', instrument: 'ins_2' };
    await gate.deliver(
      asked({ attachments: photo, lines: [aLine(), aLine({ lineId: '2' })] }),
      asked({
        refundId: 're_2',
        orderId: 'o_2',
        rmaId: 'rma_2',
        customerId: 'c_2',
        links,
        attachments: photo,
      }),
      asked({ refundId: 're_3', rmaId: 'rma_3', customerId: 'c_1', lines: [aLine({ lineId: '2' })] }),
    );
    const { otherRefunds, linked, sameFile } = await viewOf(gate, 're_3');
    expect(otherRefunds.map(({ refundId }) => refundId)).not.toContain('re_3');
    expect(linked.refunds.map(({ id }) => id)).toStrictEqual(['re_1', 're_2']);
    expect(linked.refunds[1]?.text).toContain('same device, same employee behind it');
    expect(linked.people).toStrictEqual([{ id: 'c_2', text: 'same device' }]);
    expect(sameFile).toStrictEqual([]);
    const first = await viewOf(gate);
    expect(first.sameFile).toMatchObject([{ refundId: 're_2', orderId: 'o_2' }]);
    expect(first.sameFile[0]?.text).toContain('the same photo, of another order');
  });

  it('is nobody over what many strangers use, and the view says so', async () => {
    const gate = judging();
    const kiosk = { kind: 'device', id: 'dev_1' };
    await gate.deliver(...['ana', 'ben'].map((by) => shared(kiosk, { by })));
    const others = { markedBy: 'emp_8', links: { device: 'dev_1' } };
    await gate.deliver(
      asked(),
      asked({ refundId: 're_2', orderId: 'o_2', rmaId: 'rma_2', customerId: 'c_2', ...others }),
    );
    const { linked } = await viewOf(gate);
    expect([linked.refunds, linked.people]).toStrictEqual([[], []]);
    expect(linked.notes.at(-1)).toBe('Many strangers use device dev_1, so it links nobody here.');
  });

  it('is cut, and the view says how much there is', async () => {
    const gate = judging();
    for (let number = 1; number <= 25; number += 1) {
      const id = `${number}`;
      await gate.deliver(asked({ refundId: `re_${id}`, orderId: `o_${id}`, rmaId: `rma_${id}` }));
    }
    const { linked } = await viewOf(gate);
    expect(linked.refunds).toHaveLength(20);
    expect(linked.notes).toContain('Only 20 of 24 refunds are shown.');
  });
});

describe('the reads of a view', () => {
  /** The most, as `caseViewOf` says. */
  const MAX_READS = 36;

  it('are as many as ever, however many refunds are under review', async () => {
    const gate = await unseenTablets();
    const alone = await readsOf(gate);
    for (let number = 2; number <= 30; number += 1) {
      const amount = eur(300_000);
      const id = `${number}`;
      await gate.deliver(asked({ refundId: `re_${id}`, orderId: `o_${id}`, rmaId: `rma_${id}`, amount }));
    }
    await gate.pass(HOUR);
    expect(await readsOf(gate)).toBe(alone);
  });

  it('have a limit, whatever a refund names', async () => {
    const gate = judging();
    const stowers = Array.from({ length: 9 }, (_, number) => ({
      ...ATTESTORS.stower,
      id: `stow_${number}`,
    }));
    const attachments = Array.from({ length: 30 }, (_, number) => ({
      kind: 'photo' as const,
      sha256: number.toString(16).padStart(64, '0'),
    }));
    await gate.deliver(
      ...stowers.map((attestor) => scanned({ step: 'storing', attestor })),
      asked({ attachments, approvedBy: 'emp_9', payout: { instrument: 'ins_2' } }),
    );
    expect(await readsOf(gate)).toBe(MAX_READS);
  });

  async function readsOf({ memory, now }: Harness): Promise<number> {
    let reads = 0;
    const counted = <Args extends readonly unknown[], Result>(call: (...args: Args) => Result) => {
      return (...args: Args): Result => {
        reads += 1;
        return call(...args);
      };
    };
    const store: CaseStore = {
      refund: counted(memory.refund),
      policy: counted(memory.policy),
      trail: counted(memory.trail),
      ignoredScans: counted(memory.ignoredScans),
      order: counted(memory.order),
      stops: counted(memory.stops),
      profile: counted(memory.profile),
      daysOf: counted(memory.daysOf),
      photoUses: counted(memory.photoUses),
    };
    await caseViewOf(store, 're_1', { now });
    return reads;
  }
});
