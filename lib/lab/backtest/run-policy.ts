import type { PinnedPolicy } from '../../app/ports.ts';
import { parseEventLine } from '../../contracts/parse-event.ts';
import { EventBuilder } from '../../demo/event-builders.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { DAY_MS, HOUR_MS } from '../../domain/shared/calendar.ts';
import { parseQuickly } from '../../replay/event-file/parse-quickly.ts';
import { Replay } from '../../replay/replay.ts';
import { Ledger } from './ledger.ts';
import { readOutput } from './read-output.ts';
import type { RunRecords } from './records.ts';
import { ReviewDesk } from './review-desk.ts';
import type { TruthBook } from './truth-book.ts';
import type { WorldSource } from './world-source.ts';

/** How long the gate and the desk go on after the last event, so that what is held then comes to an end. */
const AFTERMATH_MS = 10 * DAY_MS;

/** What one run plays. */
export interface RunOptions {
  readonly world: WorldSource;
  readonly policy: PinnedPolicy;
  /** The policy whose base currency and rates are used for all values: the same for runs that are compared. */
  readonly valuation: Policy;
  readonly casesPerDay?: number | undefined;
  /** Called after each event; `progress` returns how much was played, from 0 to 1. */
  readonly onEvent?: ((progress: () => number) => void) | undefined;
}

/** Plays a world under one policy, with a simulated desk of reviewers, and returns what became of each refund. */
export async function runPolicy(options: RunOptions): Promise<RunRecords> {
  const { truth, lines, progress } = await options.world.open();
  const run = new Run(options, truth);
  for await (const line of lines) {
    await run.take(line);
    options.onEvent?.(progress);
  }
  return run.end();
}

/** One gate, one desk and one ledger, moving through the same time. */
class Run {
  readonly #truth: TruthBook;
  readonly #ledger: Ledger;
  readonly #desk: ReviewDesk;
  readonly #replay: Replay;
  readonly #ticks = new EventBuilder('backtest-tick');
  #nowMs: number | undefined;
  #rejectedEvents = 0;

  constructor({ policy, valuation, casesPerDay }: RunOptions, truth: TruthBook) {
    this.#truth = truth;
    this.#ledger = new Ledger(truth, valuation);
    this.#desk = new ReviewDesk({
      reviewsOf: (refundId) => truth.refund(refundId)?.ifReviewed ?? [],
      casesPerDay,
    });
    this.#replay = new Replay({ policy, write: (line) => this.#heard(line) });
  }

  async take(line: string): Promise<void> {
    const parsed = this.#replay.inReach(parseEventLine(line, parseQuickly));
    if (parsed.ok) {
      await this.#advance(Date.parse(parsed.event.time));
      this.#ledger.event(parsed.event);
    }
    await this.#replay.take(line, parsed);
  }

  async end(): Promise<RunRecords> {
    if (this.#nowMs !== undefined) await this.#advance(this.#nowMs + AFTERMATH_MS);
    const { seed, startsAt, days } = this.#truth.world();
    return {
      ...this.#ledger.close(),
      seed,
      startsAtMs: Date.parse(startsAt),
      days,
      rejectedEvents: this.#rejectedEvents,
      desk: this.#desk.counts(),
    };
  }

  /**
   * Moves on to an instant, answer by answer. In long silences it goes hour by hour, so that an answer to what the
   * gate escalates in between is at most an hour late.
   */
  async #advance(toMs: number): Promise<void> {
    this.#nowMs ??= toMs;
    while (this.#nowMs < toMs) {
      const stepMs = Math.min(toMs, this.#nowMs + HOUR_MS);
      for (let answer = this.#desk.answerDue(stepMs); answer !== undefined; ) {
        await this.#replay.take(JSON.stringify(answer));
        answer = this.#desk.answerDue(stepMs);
      }
      this.#nowMs = stepMs;
      if (stepMs < toMs) await this.#replay.take(JSON.stringify(this.#ticks.tick(new Date(stepMs))));
    }
  }

  #heard(line: string): void {
    const output = readOutput(line);
    switch (output.kind) {
      case 'decision': {
        const { decision } = output;
        const { refundId, atMs, quorum } = decision;
        this.#ledger.decision(decision);
        if (decision.outcome === 'escalated') {
          this.#desk.escalated({ refundId, atMs, quorum, lossMinor: this.#ledger.lossOf(decision) });
        } else this.#desk.ended(refundId);
        return;
      }
      case 'case':
        this.#ledger.caseOpened(output.employeeId, output.atMs);
        return;
      case 'rejection': {
        const ofDesk = output.eventId !== null && this.#desk.refused(output.eventId, output.atMs);
        if (!ofDesk) this.#rejectedEvents += 1;
        return;
      }
      case 'other':
    }
  }
}
