import { describe, expect, it } from 'vitest';
import { type Escalation, ReviewDesk } from '../../../lib/lab/backtest/review-desk.ts';
import type { ReviewIfAsked } from '../../../lib/lab/truth.ts';
import { onDay } from './records.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const reviews = (...afterMinutes: readonly number[]): readonly ReviewIfAsked[] =>
  afterMinutes.map((minutes, index) => ({
    reviewerId: `rev_${index + 1}`,
    decision: 'approve',
    verdict: 'genuine',
    afterMinutes: minutes,
  }));

function aDesk(
  said: Readonly<Record<string, readonly ReviewIfAsked[]>>,
  casesPerDay?: number,
): { desk: ReviewDesk; answers: (untilMs: number) => readonly unknown[] } {
  const desk = new ReviewDesk({ reviewsOf: (refundId) => said[refundId] ?? [], casesPerDay });
  const answers = (untilMs: number): readonly unknown[] => {
    const list: unknown[] = [];
    for (let event = desk.answerDue(untilMs); event !== undefined; event = desk.answerDue(untilMs)) {
      const { refundId, reviewerId } = Object(event.data);
      list.push([refundId, reviewerId, (Date.parse(event.time) - onDay(0)) / MINUTE]);
    }
    return list;
  };
  return { desk, answers };
}

const anEscalation = (overrides: Partial<Escalation> = {}): Escalation => ({
  refundId: 're_1',
  atMs: onDay(0),
  quorum: 1,
  lossMinor: 100,
  ...overrides,
});

describe('the simulated desk', () => {
  it('lets the first reviewer answer after his minutes, as an event of the interface', () => {
    const { desk } = aDesk({ re_1: reviews(30, 60) });
    desk.escalated(anEscalation());
    expect(desk.answerDue(onDay(0) + 30 * MINUTE - 1)).toBeUndefined();
    expect(desk.answerDue(onDay(0) + 30 * MINUTE)).toStrictEqual({
      specversion: '1.0',
      id: 'desk-1',
      source: 'backtest',
      type: 'refundgate.review.decided.v1',
      time: new Date(onDay(0) + 30 * MINUTE).toISOString(),
      datacontenttype: 'application/json',
      data: { refundId: 're_1', reviewerId: 'rev_1', decision: 'approve', verdict: 'genuine' },
    });
    expect(desk.answerDue(onDay(9))).toBeUndefined();
  });

  it('gives the answers of all cases in order of time', () => {
    const { desk, answers } = aDesk({ re_1: reviews(90), re_2: reviews(10), re_3: reviews(50) });
    desk.escalated(anEscalation());
    desk.escalated(anEscalation({ refundId: 're_2', atMs: onDay(0) + HOUR }));
    desk.escalated(anEscalation({ refundId: 're_3' }));
    expect(answers(onDay(1))).toStrictEqual([
      ['re_3', 'rev_1', 50],
      ['re_2', 'rev_1', 70],
      ['re_1', 'rev_1', 90],
    ]);
  });

  it('asks as many reviewers as the case takes', () => {
    const { desk, answers } = aDesk({ re_1: reviews(40, 20, 10) });
    desk.escalated(anEscalation({ quorum: 2 }));
    expect(answers(onDay(1))).toStrictEqual([
      ['re_1', 'rev_2', 20],
      ['re_1', 'rev_1', 40],
    ]);
  });

  it('asks one more when the gate does, and nobody twice', () => {
    const { desk, answers } = aDesk({ re_1: reviews(10, 20) });
    desk.escalated(anEscalation());
    expect(answers(onDay(1))).toHaveLength(1);
    desk.escalated(anEscalation({ quorum: 2, atMs: onDay(1) }));
    desk.escalated(anEscalation({ quorum: 2, atMs: onDay(2) }));
    expect(answers(onDay(3))).toStrictEqual([['re_1', 'rev_2', 1440]]);
  });

  it('asks the next reviewer when one is refused, until the list is at its end', () => {
    const { desk, answers } = aDesk({ re_1: reviews(30, 10) });
    desk.escalated(anEscalation());
    expect(desk.answerDue(onDay(1))?.id).toBe('desk-1');
    expect(desk.refused('desk-1', onDay(0) + 30 * MINUTE)).toBe(true);
    expect(answers(onDay(1))).toStrictEqual([['re_1', 'rev_2', 30]]);
    expect(desk.refused('desk-2', onDay(1))).toBe(false);
    expect(desk.counts()).toStrictEqual({ cases: 1, answers: 2, refusedAnswers: 1, unanswered: 1 });
  });

  it('does not take the rejection of an event that is not its own for a refusal', () => {
    const { desk } = aDesk({ re_1: reviews(10, 20) });
    desk.escalated(anEscalation());
    desk.answerDue(onDay(1));
    expect(desk.refused('evt-1', onDay(1))).toBe(false);
    expect(desk.counts().refusedAnswers).toBe(0);
  });

  it('asks nobody any more about a case that ended', () => {
    const { desk, answers } = aDesk({ re_1: reviews(10, 20), re_2: reviews(15) });
    desk.escalated(anEscalation({ quorum: 2 }));
    desk.escalated(anEscalation({ refundId: 're_2' }));
    expect(desk.answerDue(onDay(1))?.id).toBe('desk-1');
    desk.ended('re_1');
    expect(answers(onDay(1))).toStrictEqual([['re_2', 'rev_1', 15]]);
    desk.ended('re_2');
    expect(desk.counts()).toMatchObject({ cases: 2, unanswered: 0 });
  });

  it('takes up a case anew that was reopened', () => {
    const { desk, answers } = aDesk({ re_1: reviews(10) });
    desk.escalated(anEscalation());
    answers(onDay(1));
    desk.ended('re_1');
    desk.escalated(anEscalation({ atMs: onDay(2) }));
    expect(answers(onDay(3))).toStrictEqual([['re_1', 'rev_1', 2 * 1440 + 10]]);
  });
});

describe('a desk that takes up four cases a day', () => {
  it('takes the dearest of those that wait every six hours, but none before it came', () => {
    const said = { cheap: reviews(5), dear: reviews(5), dearest: reviews(5) };
    const { desk, answers } = aDesk(said, 4);
    desk.escalated(anEscalation({ refundId: 'cheap', lossMinor: 1 }));
    desk.escalated(anEscalation({ refundId: 'dear', lossMinor: 2, atMs: onDay(0) + HOUR }));
    desk.escalated(anEscalation({ refundId: 'dearest', lossMinor: 3, atMs: onDay(0) + 7 * HOUR }));
    expect(answers(onDay(1))).toStrictEqual([
      ['cheap', 'rev_1', 5],
      ['dear', 'rev_1', 6 * 60 + 5],
      ['dearest', 'rev_1', 12 * 60 + 5],
    ]);
  });

  it('lets the cheap wait while dearer ones come', () => {
    const said = { first: reviews(5), cheap: reviews(5), dear: reviews(5) };
    const { desk, answers } = aDesk(said, 4);
    for (const [refundId, lossMinor] of [
      ['first', 1],
      ['cheap', 1],
      ['dear', 9],
    ] as const) {
      desk.escalated(anEscalation({ refundId, lossMinor }));
    }
    expect(answers(onDay(0) + 7 * HOUR)).toStrictEqual([
      ['dear', 'rev_1', 5],
      ['first', 'rev_1', 6 * 60 + 5],
    ]);
    expect(desk.counts().unanswered).toBe(3);
  });

  it('drops a waiting case that ended by itself', () => {
    const { desk, answers } = aDesk({ re_1: reviews(5), re_2: reviews(5) }, 4);
    desk.escalated(anEscalation());
    desk.escalated(anEscalation({ refundId: 're_2' }));
    desk.ended('re_1');
    expect(answers(onDay(1))).toStrictEqual([['re_2', 'rev_1', 5]]);
  });
});
