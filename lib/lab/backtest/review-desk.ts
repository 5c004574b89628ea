import type { ProducedEvent } from '../../demo/event-builders.ts';
import { DAY_MS, MINUTE_MS } from '../../domain/shared/calendar.ts';
import { DueHeap } from '../../replay/store/due-heap.ts';
import type { ReviewIfAsked } from '../truth.ts';
import type { DeskCounts } from './records.ts';

/** The options of a review desk. */
export interface ReviewDeskOptions {
  /** Returns what each reviewer would say of a refund, in the order in which they are asked. */
  readonly reviewsOf: (refundId: string) => readonly ReviewIfAsked[];
  /** How many refunds the reviewers take up per day. Without it every refund is taken up at once. */
  readonly casesPerDay?: number | undefined;
}

/** A refund as the gate escalates it. */
export interface Escalation {
  readonly refundId: string;
  readonly atMs: number;
  /** How many approvals it takes. */
  readonly quorum: number;
  /** What it may cost: a full desk takes the refund with the highest loss first. */
  readonly lossMinor: number;
}

interface JudgeInput extends Escalation {
  quorum: number;
  readonly reviews: readonly ReviewIfAsked[];
  /** When somebody took it up; null while it waits. */
  begunAtMs: number | null;
  asked: number;
  refused: number;
}

interface Answer {
  readonly of: JudgeInput;
  readonly review: ReviewIfAsked;
  given: boolean;
}

/**
 * The people who review, simulated from the truth. Each escalated refund goes to as many of the listed reviewers
 * as it takes, and to the next one if an answer is refused or the gate asks for one more. With a capacity, refunds
 * are taken up at even steps through the day, the one with the highest loss first.
 */
export class ReviewDesk {
  readonly #reviewsOf: ReviewDeskOptions['reviewsOf'];
  /** Time between two refunds that are taken up, in milliseconds; zero if the capacity has no limit. */
  readonly #stepMs: number;
  readonly #open = new Map<string, JudgeInput>();
  readonly #waiting = new Set<JudgeInput>();
  readonly #answers: DueHeap<Answer>;
  readonly #unread = new Map<string, JudgeInput>();
  #freeAtMs = 0;
  #counts = { cases: 0, answers: 0, refusedAnswers: 0 };

  constructor({ reviewsOf, casesPerDay }: ReviewDeskOptions) {
    this.#reviewsOf = reviewsOf;
    this.#stepMs = casesPerDay === undefined ? 0 : DAY_MS / casesPerDay;
    this.#answers = new DueHeap(
      ({ value }) => !value.given && this.#open.get(value.of.refundId) === value.of,
    );
  }

  /** Takes an escalated refund, or a known one that now takes more approvals. */
  escalated(escalation: Escalation): void {
    const known = this.#open.get(escalation.refundId);
    if (known !== undefined) {
      known.quorum = Math.max(known.quorum, escalation.quorum);
      if (known.begunAtMs !== null) this.#ask(known, escalation.atMs);
      return;
    }
    const reviews = this.#reviewsOf(escalation.refundId);
    const opened: JudgeInput = { ...escalation, reviews, begunAtMs: null, asked: 0, refused: 0 };
    this.#open.set(escalation.refundId, opened);
    this.#counts.cases += 1;
    if (this.#stepMs === 0) this.#begin(opened, escalation.atMs);
    else this.#waiting.add(opened);
  }

  /** Ends the review of a refund: the other reviewers are not asked any more. */
  ended(refundId: string): void {
    const closed = this.#open.get(refundId);
    if (closed === undefined) return;
    this.#open.delete(refundId);
    this.#waiting.delete(closed);
  }

  /**
   * Notes that the gate did not take an answer, so that the next reviewer is asked. Returns false if the answer
   * was not from this desk.
   */
  refused(eventId: string, atMs: number): boolean {
    const of = this.#unread.get(eventId);
    if (of === undefined) return false;
    this.#counts.refusedAnswers += 1;
    of.refused += 1;
    if (this.#open.get(of.refundId) === of) this.#ask(of, atMs);
    return true;
  }

  /** Returns the first answer that is due by `untilMs`, as an event; undefined if there is none. */
  answerDue(untilMs: number): ProducedEvent | undefined {
    this.#takeUp(untilMs);
    this.#unread.clear();
    const due = this.#answers.first();
    if (due === undefined || Date.parse(due.dueAt) > untilMs) return undefined;
    const { value: answer } = due;
    answer.given = true;
    this.#counts.answers += 1;
    const event = answerEvent(`desk-${this.#counts.answers}`, due.dueAt, answer);
    this.#unread.set(event.id, answer.of);
    return event;
  }

  /** Returns how much was done so far. */
  counts(): DeskCounts {
    return { ...this.#counts, unanswered: this.#open.size };
  }

  #takeUp(untilMs: number): void {
    while (this.#waiting.size > 0) {
      // Refunds come in order of time, and a set keeps that order: the first waits longest.
      const [first] = this.#waiting;
      const at = Math.max(this.#freeAtMs, first?.atMs ?? 0);
      if (at > untilMs) return;
      const dearest = [...this.#waiting]
        .filter(({ atMs }) => atMs <= at)
        .reduce((best, one) => (one.lossMinor > best.lossMinor ? one : best));
      this.#waiting.delete(dearest);
      this.#freeAtMs = at + this.#stepMs;
      this.#begin(dearest, at);
    }
  }

  #begin(begun: JudgeInput, atMs: number): void {
    begun.begunAtMs = atMs;
    this.#ask(begun, atMs);
  }

  /** Asks reviewers until enough of them were asked and not refused. */
  #ask(of: JudgeInput, nowMs: number): void {
    while (of.asked - of.refused < of.quorum) {
      const review = of.reviews[of.asked];
      if (review === undefined) return;
      const wantedMs = (of.begunAtMs ?? nowMs) + review.afterMinutes * MINUTE_MS;
      const dueAt = new Date(Math.max(wantedMs, nowMs)).toISOString();
      const order = String(of.asked).padStart(3, '0');
      of.asked += 1;
      this.#answers.push({ dueAt, id: `${of.refundId} ${order}`, value: { of, review, given: false } });
    }
  }
}

function answerEvent(id: string, time: string, { of, review }: Answer): ProducedEvent {
  const { reviewerId, decision, verdict } = review;
  return {
    specversion: '1.0',
    id,
    source: 'backtest',
    type: 'refundgate.review.decided.v1',
    time,
    datacontenttype: 'application/json',
    data: { refundId: of.refundId, reviewerId, decision, verdict },
  };
}
