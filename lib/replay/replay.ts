import type { GateDeps } from '../app/gate-deps.ts';
import { rollUpSubjects, rollUpsDue } from '../app/history/roll-up.ts';
import { makeBaselines } from '../app/make-baselines.ts';
import type { PinnedPolicy } from '../app/ports.ts';
import { MAX_SWEPT } from '../app/sweep.ts';
import { type TakeEventDeps, type Taken, takeEvent } from '../app/take-event.ts';
import type { OutboundEvent } from '../contracts/outbound-events.ts';
import { type ParsedEvent, parseEventLine } from '../contracts/parse-event.ts';
import { REVIEW_SLA_SECONDS } from '../contracts/steps.ts';
import { DAY_MS } from '../domain/shared/calendar.ts';
import { visibleJson, visibleJsonText } from '../domain/shared/visible-text.ts';
import {
  type EarlyReview,
  EarlyReviews,
  type InboundReview,
  type PastReviewResult,
  takePastReview,
} from './past-review.ts';
import { runGate } from './run-gate.ts';
import { type MemoryCounts, memoryStore } from './store/memory-store.ts';

/** What a replay needs: the policy to judge by and where its lines go. */
export interface ReplayOptions {
  readonly policy: PinnedPolicy;
  /** A second policy that judges the same refunds but acts on nothing. */
  readonly shadow?: PinnedPolicy | undefined;
  /** Takes one line of output: a decision, a rejection, or an echoed tick. */
  readonly write: (line: string) => void;
  /**
   * Gets each event before it is written, and returns false to leave it out.
   * @param number - for a rejection: the number that `take` got with the rejected event.
   */
  readonly hears?: ((event: OutboundEvent, number: number) => boolean) | undefined;
}

/** Time of the (UTC) day at which the nightly roll-up runs, in milliseconds: the same as the deployed schedule. */
const ROLL_UP_AT_MS = 2.5 * 3_600_000;

/**
 * How far an event may be ahead of the newest time so far, in days. One wrong date must not play years of nights.
 */
export const MAX_AHEAD_DAYS = 400;

/** How long an ended refund stays known, so that a repeat of it is recognised. */
const REMEMBER_MS = 120 * DAY_MS;

/** How long histories take corrections: reviewers have answered and late scans have come by then. */
const CORRECT_MS = 28 * DAY_MS;

/** The key of the audit sample in a replay, and on a gate that runs on this machine: both draw the same refunds. */
export const REPLAY_AUDIT_KEY = 'replay';

/**
 * Replays events in virtual time: the deployed judgement over a store in memory. The time is that of the newest
 * event or tick. Everything that falls due before it happens first, at its own time.
 */
export class Replay {
  readonly #store = memoryStore({ keepsDecisions: false });
  readonly #deps: GateDeps & TakeEventDeps;
  readonly #write: ReplayOptions['write'];
  readonly #hears: ReplayOptions['hears'];
  /** The number of the event that is being taken. */
  #number = 0;
  /** Refunds whose gate run was asked for while something else ran. */
  #wakes: string[] = [];
  readonly #early = new EarlyReviews();
  /** Virtual time as text, in the format of the events. */
  #nowText = '';
  /** The same time as a date, made only when needed: most events do not need it. */
  #now: Date | undefined = new Date(0);
  #nextRollUp = 0;
  #nextRollUpText = '';

  constructor({ policy, shadow, write, hears }: ReplayOptions) {
    this.#write = write;
    this.#hears = hears;
    this.#deps = {
      store: this.#store,
      policy,
      shadow,
      auditKey: REPLAY_AUDIT_KEY,
      now: () => this.#time(),
      publish: async (event) => this.#tell(event),
      startGate: async (refundId) => {
        this.#wakes.push(refundId);
      },
      endReview: async (token) => {
        this.#wakes.push(token);
        return true;
      },
      sendMail: async () => undefined,
      consoleUrl: '',
      slaSeconds: REVIEW_SLA_SECONDS,
    };
  }

  /**
   * Takes one event and returns what became of it. All output it leads to is written before this resolves.
   * @param line - the text that is written out if the event is a tick.
   * @param read - what the line says, if the caller has parsed it already.
   * @param number - the place of the event in its file, passed to `hears` with a rejection.
   */
  async take(line: string, read: ParsedEvent = parseEventLine(line), number = 0): Promise<Taken> {
    this.#number = number;
    const parsed = this.inReach(read);
    if (parsed.ok && this.#isBehind(parsed.event.time)) await this.#advance(parsed.event.time);
    if (parsed.ok && parsed.event.type === 'refundgate.clock.ticked.v1') {
      this.#write(visibleJsonText(line));
      return 'taken';
    }
    const isReview = parsed.ok && parsed.event.type === 'refundgate.review.decided.v1';
    const taken = isReview ? await this.#review(parsed.event) : await takeEvent(this.#deps, parsed);
    if (this.#wakes.length > 0) await this.#drain();
    return taken;
  }

  /**
   * Returns an event as it was read, or its refusal if it is dated too far ahead. The first event may have any
   * date.
   */
  inReach(parsed: ParsedEvent): ParsedEvent {
    if (!parsed.ok || this.#nowText === '' || parsed.event.time <= this.#nowText) return parsed;
    const { id: eventId, source, type, time } = parsed.event;
    if (Date.parse(time) - Date.parse(this.#nowText) <= MAX_AHEAD_DAYS * DAY_MS) return parsed;
    const message = `${time} is more than ${MAX_AHEAD_DAYS} days after ${this.#nowText}, the newest time so far`;
    return { ok: false, refusal: { eventId, source, type, problems: [{ path: 'time', message }] } };
  }

  /** Returns how much it holds in memory now. */
  held(): MemoryCounts {
    return this.#store.counts();
  }

  async #review(event: InboundReview): Promise<Taken> {
    const result = await takePastReview(this.#deps, event.data);
    if (result.result === 'accepted' || result.result === 'learnt') return 'taken';
    if (result.result === 'early') {
      this.#early.keep({ event, number: this.#number });
      return 'taken';
    }
    const { id: eventId, source, type } = event;
    const problems = [{ path: 'data', message: `not taken: ${whyNot(result)}` }];
    return takeEvent(
      { ...this.#deps, startGate: async () => undefined },
      { ok: false, refusal: { eventId, source, type, problems } },
    );
  }

  async #drain(): Promise<void> {
    let answer: EarlyReview | undefined;
    do {
      for (let next = this.#wakes.shift(); next !== undefined; next = this.#wakes.shift()) {
        await runGate(this.#deps, next);
      }
      answer = this.#early.nextRipe();
      if (answer !== undefined) await this.#reviewEarlier(answer);
    } while (answer !== undefined);
  }

  async #reviewEarlier({ event, number }: EarlyReview): Promise<void> {
    const present = this.#number;
    this.#number = number;
    await this.#review(event);
    this.#number = present;
  }

  #isBehind(instant: string): boolean {
    return instant > this.#nowText || this.#store.isDueBy(instant);
  }

  async #advance(to: string): Promise<void> {
    if (this.#nowText === '') this.#rollUpFrom(rollUpAfter(new Date(to)));
    while (this.#store.isDueBy(to) || this.#nextRollUpText <= to) {
      const due = this.#store.nextDueAt()?.getTime() ?? Number.POSITIVE_INFINITY;
      const next = Math.min(due, this.#nextRollUp);
      // Beyond the year 9999 text order is not time order.
      if (next > Date.parse(to)) break;
      const nextText = new Date(next).toISOString();
      if (nextText > this.#nowText) this.#moveTo(nextText);
      await (due <= this.#nextRollUp ? this.#sweep() : this.#rollUpNight());
    }
    if (to > this.#nowText) this.#moveTo(to);
  }

  #moveTo(instant: string): void {
    this.#nowText = instant;
    this.#now = undefined;
  }

  #time(): Date {
    this.#now ??= new Date(Date.parse(this.#nowText));
    return this.#now;
  }

  #rollUpFrom(atMs: number): void {
    this.#nextRollUp = atMs;
    this.#nextRollUpText = new Date(atMs).toISOString();
  }

  async #sweep(): Promise<void> {
    for (const refundId of await this.#store.refundsDue(this.#time(), MAX_SWEPT)) {
      await runGate(this.#deps, refundId);
      await this.#drain();
    }
  }

  async #rollUpNight(): Promise<void> {
    let more = true;
    while (more) {
      const due = await rollUpsDue(this.#deps);
      await rollUpSubjects(this.#deps, due.subjects);
      more = due.more;
    }
    await makeBaselines(this.#deps);
    const now = this.#time().getTime();
    this.#store.forget(new Date(now - REMEMBER_MS), new Date(now - CORRECT_MS));
    this.#rollUpFrom(this.#nextRollUp + DAY_MS);
  }

  #tell(event: OutboundEvent): void {
    // A review in a replay came in as history: it is not sent out again.
    if (event.type === 'refundgate.review.decided.v1') return;
    if (this.#hears?.(event, this.#number) !== false) this.#write(visibleJson(event));
    this.#early.hear(event);
  }
}

function rollUpAfter(at: Date): number {
  const midnight = at.getTime() - (at.getTime() % DAY_MS);
  return midnight + ROLL_UP_AT_MS > at.getTime()
    ? midnight + ROLL_UP_AT_MS
    : midnight + ROLL_UP_AT_MS + DAY_MS;
}

function whyNot(result: PastReviewResult): string {
  return Object.values(result).flat().join(' ');
}
