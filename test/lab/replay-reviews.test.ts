import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../lib/contracts/policy-document.ts';
import type { ProducedEvent } from '../../lib/demo/event-builders.ts';
import { DEAR, file, HOUR, START } from './replay-file.ts';
import { outcomes, read, replayed } from './replayed.ts';

describe('a review in a replay', () => {
  it('is history: it decides an escalated refund and is not sent out again', async () => {
    const events = file();
    const lines = await replayed([events.refund(0, DEAR), events.review(1)]);
    expect(lines.map(read).map(({ type, data }) => [type.split('.').at(-2), data.by])).toStrictEqual([
      ['escalated', 'policy'],
      ['approved', 'reviewer:rev_1'],
    ]);
  });

  it('is taken twice without a word', async () => {
    const events = file();
    const review = events.review(1, { decision: 'deny', verdict: 'nothing_arrived' });
    expect(await outcomes([events.refund(0, DEAR), review, review])).toStrictEqual([
      'escalated re_1',
      'denied re_1',
    ]);
  });

  it.each([
    ['its own marker', { reviewerId: 'emp_7' }, 'not taken: refused marked_the_return'],
    ['its customer', { reviewerId: 'c_1' }, 'not taken: refused is_the_customer'],
    ['anybody, of a refund nobody knows', { refundId: 're_9' }, 'not taken: unknown_refund'],
  ])('by %s is rejected by name', async (_, overrides, message) => {
    const events = file();
    const review = events.review(1, overrides);
    const lines = (await replayed([events.refund(0, DEAR), review])).map(read);
    expect(lines[1]).toMatchObject({
      type: 'refundgate.event.rejected.v1',
      data: { eventId: review.id, problems: [{ path: 'data', message }] },
    });
    expect(lines).toHaveLength(2);
  });

  it('that approves what its verdict calls false is rejected, and decides nothing', async () => {
    const events = file();
    const review = events.review(1, { decision: 'approve', verdict: 'nothing_arrived' });
    const lines = (await replayed([events.refund(0, DEAR), review])).map(read);
    expect(lines.map(({ type }) => type)).toStrictEqual([
      'refundgate.refund.escalated.v1',
      'refundgate.event.rejected.v1',
    ]);
    expect(lines[1]?.data.problems).toMatchObject([{ path: 'data.verdict' }]);
  });

  it('of a refund that was decided is rejected by name', async () => {
    const events = file();
    const lines = await replayed([
      events.refund(0, DEAR),
      events.review(1),
      events.review(2, { reviewerId: 'rev_2' }),
      events.review(3, { decision: 'deny' }),
    ]);
    const messages = lines
      .map(read)
      .flatMap(({ data }) => data.problems?.map(({ message }) => message) ?? []);
    expect(messages).toStrictEqual([
      'not taken: already_decided published reviewer:rev_1',
      `not taken: answered_differently approve ${new Date(START + HOUR).toISOString()}`,
    ]);
  });

  it('of a refund that this policy still holds answers it as soon as it asks', async () => {
    const events = file();
    const review = events.review(1, { decision: 'deny', verdict: 'nothing_arrived' });
    expect(await outcomes([events.refund(0), review, events.tick(73)])).toStrictEqual([
      'held re_1',
      'escalated re_1',
      'denied re_1',
      'ticked',
    ]);
  });

  it('of a refund that this policy holds and then pays changes nothing of it', async () => {
    const events = file();
    const review = events.review(1, { decision: 'deny', verdict: 'nothing_arrived' });
    expect(await outcomes([events.refund(0), review, events.dock(2)])).toStrictEqual([
      'held re_1',
      'approved re_1',
    ]);
  });
});

describe('what people found of a refund that this policy paid without asking', () => {
  /** The later refund of the same customer is judged by what is known of the first. */
  const ringOf = async (...reviews: readonly ProducedEvent[]) => {
    const events = file();
    const paid = { amount: { currency: 'EUR', minor: 4_000 }, captured: { currency: 'EUR', minor: 4_000 } };
    const later = { ...paid, refundId: 're_2', orderId: 'o_2', rmaId: 'rma_2' };
    const lines = await replayed(
      [events.refund(0, paid), ...reviews, events.refund(9, later)],
      DEFAULT_POLICY,
    );
    const told = lines.map(read).filter(({ data }) => data.refundId === 're_2');
    return told.flatMap(({ data }) => data.reasons ?? []).find(({ code }) => code === 'W04_LINKED_HISTORY');
  };

  it('weighs on the next of the same people', async () => {
    const events = file();
    const found = events.review(1, { decision: 'deny', verdict: 'nothing_arrived' });
    const twice = [found, { ...found, id: 'again' }];
    expect(await ringOf()).toBeUndefined();
    expect(Number((await ringOf(found))?.['weightDb'])).toBeGreaterThan(0.5);
    expect(await ringOf(...twice)).toStrictEqual(await ringOf(found));
  });

  it('is heard from nobody who stands in the case', async () => {
    const events = file();
    const own = events.review(1, { reviewerId: 'emp_7', decision: 'deny', verdict: 'nothing_arrived' });
    expect(await ringOf(own)).toBeUndefined();
  });
});
