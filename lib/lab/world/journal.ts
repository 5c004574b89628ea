import type { BuiltScan, EventBuilder, ProducedEvent } from '../../demo/event-builders.ts';
import type { RefundRequest } from '../../domain/refund/refund-request.ts';
import type { TrueRefund } from '../truth.ts';

/** An event and when its producer sends it. */
export interface TimedEvent {
  readonly atMs: number;
  readonly event: ProducedEvent;
}

/** Writes down what happens to one return or one claim. */
export class Journal {
  readonly events: TimedEvent[] = [];
  readonly truths: TrueRefund[] = [];
  readonly #build: EventBuilder;

  constructor(build: EventBuilder) {
    this.#build = build;
  }

  /** Adds a scan that is sent when it happens. */
  scan(atMs: number, scan: BuiltScan): void {
    this.#add(atMs, (time) => this.#build.scan(time, scan));
  }

  /** Adds a scan that is sent some time after it happened. */
  late(happenedMs: number, delayMs: number, scan: BuiltScan): void {
    const happenedAt = new Date(Math.round(happenedMs));
    this.#add(happenedMs + delayMs, (time) => this.#build.scan(time, { ...scan, happenedAt }));
  }

  /** Adds a scan that was wrong, and the declaration that says so. */
  mistaken(atMs: number, voidedMs: number, scan: BuiltScan): void {
    const eventId = this.#build.nextEventId();
    this.scan(atMs, scan);
    const happenedAt = new Date(Math.round(atMs));
    this.#add(voidedMs, (time) => this.#build.scan(time, { ...scan, happenedAt, eventId, voids: true }));
  }

  /** Adds a refund request, and what is true of it. */
  refund(atMs: number, request: RefundRequest, truth: TrueRefund): void {
    this.#add(atMs, (time) => this.#build.refund(time, request));
    this.truths.push(truth);
  }

  #add(atMs: number, build: (time: Date) => ProducedEvent): void {
    const time = new Date(Math.round(atMs));
    this.events.push({ atMs: time.getTime(), event: build(time) });
  }
}
