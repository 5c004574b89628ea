import type { Taken } from '../app/take-event.ts';
import type { OutboundEvent } from '../contracts/outbound-events.ts';
import type { Refusal } from '../contracts/parse-event.ts';
import { toTrailScan } from '../contracts/scan-recorded.ts';
import { countsForNothing } from '../domain/evidence/counts-for-nothing.ts';
import { visibleText } from '../domain/shared/visible-text.ts';
import type { FileEvent } from '../replay/event-file/file-event.ts';
import { RefundOutcomes } from './refund-outcomes.ts';

/** Counts what a replay takes, rejects and decides, and sums it up in a few lines. */
export class ReplaySummary {
  readonly #outcomes = new RefundOutcomes();
  readonly #rejected = new Noted();
  readonly #forNothing = new Noted();
  readonly #backwards = new Noted();
  #events = 0;
  #repeats = 0;
  #reminders = 0;
  #unit: FileEvent['unit'] = 'line';
  #newestTime = '';

  /** How many events were taken, including repeats. It can go down: a review that came early may be rejected later. */
  get taken(): number {
    return this.#events - this.#rejected.count;
  }

  get rejected(): number {
    return this.#rejected.count;
  }

  /** Counts an event of the file and its result. */
  took({ number, unit, parsed }: FileEvent, taken: Taken): void {
    this.#events += 1;
    this.#unit = unit;
    if (taken === 'rejected' || !parsed.ok) return;
    const { event } = parsed;
    if (taken === 'repeated') this.#repeats += 1;
    if (event.time >= this.#newestTime) this.#newestTime = event.time;
    else this.#backwards.add(number, `${event.time} comes after ${this.#newestTime}`);
    if (event.type !== 'refundgate.scan.recorded.v1') return;
    const { trailIds, scan } = toTrailScan(event.data, event);
    if (!trailIds.every((trailId) => countsForNothing(scan, trailId))) return;
    const { step = 'none', disposition = 'none', attestor } = scan;
    this.#forNothing.add(number, `bizStep ${step}, disposition ${disposition}, class ${attestor.class}`);
  }

  /**
   * Counts an event the gate publishes. Returns true if it is only a reminder of a refund that waits for people.
   * @param number - for a rejection, the number of the rejected event in the file.
   */
  published(event: OutboundEvent, number: number): boolean {
    if (event.type === 'refundgate.event.rejected.v1') this.#rejected.add(number, whyRejected(event.data));
    const isReminder = this.#outcomes.note(event);
    if (isReminder) this.#reminders += 1;
    return isReminder;
  }

  /** Returns the summary so far. */
  lines({ reminders }: { readonly reminders: boolean }): readonly string[] {
    const { approved, denied, held, escalated } = this.#outcomes.counts();
    const repeats = this.#repeats === 0 ? '' : `, ${thousands(this.#repeats)} of them repeats`;
    const unprinted = reminders ? 0 : this.#reminders;
    return [
      `taken        ${thousands(this.taken)} ${this.taken === 1 ? 'event' : 'events'}${repeats}`,
      `rejected     ${this.#withFirst(this.#rejected)}`,
      `for nothing  ${this.#withFirst(this.#forNothing)}`,
      `refunds      ${thousands(approved)} approved, ${thousands(denied)} denied, ${thousands(held)} held, ${thousands(escalated)} waiting for people`,
      ...(unprinted === 0
        ? []
        : [`reminders    ${thousands(unprinted)} not printed; --reminders prints them`]),
      ...(this.#backwards.count === 0
        ? []
        : [
            `Warning: times run backwards at ${this.#withFirst(this.#backwards)}. Each was taken at the newest time before it; sort the file by time.`,
          ]),
    ];
  }

  #withFirst({ count, first }: Noted): string {
    const what =
      first === undefined ? '' : `; first ${this.#unit} ${first.number}: ${visibleText(first.why)}`;
    return `${thousands(count)}${what}`;
  }
}

/** How many events of one kind there were, and which came first in the file. */
class Noted {
  count = 0;
  first: { readonly number: number; readonly why: string } | undefined;

  add(number: number, why: string): void {
    this.count += 1;
    if (this.first === undefined || number < this.first.number) this.first = { number, why };
  }
}

function whyRejected({ problems: [first] }: Pick<Refusal, 'problems'>): string {
  if (first === undefined) return '';
  return first.path === '' ? first.message : `${first.path}: ${first.message}`;
}

function thousands(count: number): string {
  return count.toLocaleString('en');
}
