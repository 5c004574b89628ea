import { describe, expect, it } from 'vitest';
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

  it('of a refund that is not escalated, or that was decided, is rejected by name', async () => {
    const events = file();
    const lines = await replayed([
      events.refund(0),
      events.review(1),
      events.tick(73),
      events.review(74),
      events.review(75, { reviewerId: 'rev_2' }),
      events.review(76, { decision: 'deny' }),
    ]);
    const messages = lines
      .map(read)
      .flatMap(({ data }) => data.problems?.map(({ message }) => message) ?? []);
    expect(messages).toStrictEqual([
      'not taken: not_escalated held',
      'not taken: already_decided published reviewer:rev_1',
      `not taken: answered_differently approve ${new Date(START + 74 * HOUR).toISOString()}`,
    ]);
  });
});
