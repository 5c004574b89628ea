import type { PinnedPolicy, Store } from '../../lib/app/ports.ts';
import type { ReviewCommand } from '../../lib/app/review-refund.ts';
import type { Taken } from '../../lib/app/take-event.ts';
import { parseIntakeMessage } from '../../lib/contracts/intake-message.ts';
import type { ReviewResult } from '../../lib/contracts/review-result.ts';
import type { DecideStep } from '../../lib/contracts/step-contracts.ts';
import type { Refund } from '../../lib/domain/refund/refund.ts';
import { trailIdOf } from '../../lib/domain/refund/refund-request.ts';

const MINUTE_MS = 60_000;

/** One message of the queue: when it was first delivered, and when a handler got to its end with it. */
export interface Delivery {
  readonly body: string;
  readonly firstAt: number;
  takenAt: number | undefined;
}

/** Watches a gate while it runs: for what is wrong at a moment, and no longer shows in the rows at the end. */
export class Watch {
  /** What was wrong, by the number of the invariant. */
  readonly found: string[] = [];
  /** The policy that was present when each refund entered. */
  readonly entered = new Map<string, PinnedPolicy>();
  readonly deliveries = new Map<string, Delivery>();
  readonly #store: Pick<Store, 'refund' | 'trail'>;
  /** The version of its return that each refund was last judged with. */
  readonly #judged = new Map<string, number>();
  readonly #judgedAt = new Map<string, number>();
  /** Since when a held refund's return has had scans that it was not judged with. */
  readonly #unjudgedSince = new Map<string, number>();
  #crashedAt = Number.NEGATIVE_INFINITY;

  constructor(store: Pick<Store, 'refund' | 'trail'>) {
    this.#store = store;
  }

  /** Returns a store that notes under which policy each refund enters. */
  around(store: Store, present: () => PinnedPolicy): Store {
    return {
      ...store,
      createRefund: async (refund) => {
        const result = await store.createRefund(refund);
        if (!this.entered.has(refund.refundId)) this.entered.set(refund.refundId, present());
        return result;
      },
    };
  }

  crashed(now: Date): void {
    this.#crashedAt = now.getTime();
  }

  delivered(body: string, now: Date): Delivery {
    const known = this.deliveries.get(body);
    if (known !== undefined) return known;
    const delivery = { body, firstAt: now.getTime(), takenAt: undefined };
    this.deliveries.set(body, delivery);
    return delivery;
  }

  /** I13: what is no event is rejected, and the rejection is recorded. */
  took(delivery: Delivery, { taken, recorded }: { readonly taken: Taken; readonly recorded: boolean }): void {
    const isEvent = parseIntakeMessage(delivery.body).ok;
    const body = delivery.body.slice(0, 80);
    if (!isEvent && taken !== 'rejected') this.found.push(`I13: ${body} is no event and was ${taken}`);
    if (taken === 'rejected' && !recorded) this.found.push(`I13: ${body} was rejected and not recorded`);
  }

  judged(refundId: string, [scan]: DecideStep['findings'], now: Date): void {
    if (scan.state !== 'known') return;
    const version = scan.pinned.trail?.version ?? 0;
    this.#judgedAt.set(refundId, now.getTime());
    this.#judged.set(refundId, Math.max(version, this.#judged.get(refundId) ?? 0));
  }

  /** I10: no held refund waits past its lease, or past the sweep after a crash, with scans nobody judged it by. */
  async timeMoves(now: Date, next: Date): Promise<void> {
    for (const refundId of this.entered.keys()) {
      if (!(await this.#isBehind(refundId))) {
        this.#unjudgedSince.delete(refundId);
        continue;
      }
      const since = this.#unjudgedSince.get(refundId) ?? now.getTime();
      this.#unjudgedSince.set(refundId, since);
      // Where something crashed the lease has to run out, and the sweep of the next whole minute comes after it.
      const hasCrashed = this.#crashedAt >= (this.#judgedAt.get(refundId) ?? 0);
      const latest = hasCrashed ? Math.max(since, this.#crashedAt) + 2 * MINUTE_MS : since + MINUTE_MS;
      if (next.getTime() <= latest) continue;
      this.found.push(`I10: ${refundId} is held, and was not judged with the scans of its return`);
      this.#unjudgedSince.delete(refundId);
      this.#judged.set(refundId, Number.POSITIVE_INFINITY);
    }
  }

  async #isBehind(refundId: string): Promise<boolean> {
    const row = await this.#store.refund(refundId, 'strong');
    if (row?.status !== 'held') return false;
    // A check that failed is made again at a time of its own, and that the refund is due then is I4.
    if (row.decision?.reasons.some(({ code }) => code === 'F01_CHECK_UNAVAILABLE') === true) return false;
    // Until its handler gets to its end, an event is in the queue.
    if ([...this.deliveries.values()].some(({ takenAt }) => takenAt === undefined)) return false;
    const trailId = trailIdOf(row.request);
    if (trailId === undefined) return false;
    const { version } = await this.#store.trail(trailId, 'strong');
    return version > (this.#judged.get(refundId) ?? 0);
  }

  /** I11: a reviewer hears "accepted" exactly if the answer is in the row. */
  async answered(command: ReviewCommand, result: ReviewResult): Promise<void> {
    const row = await this.#store.refund(command.refundId, 'strong');
    if (row === undefined) return;
    const { reviewerId, decision } = command;
    const who = `${reviewerId}, who said ${decision} of ${row.refundId}`;
    const stands = row.review?.votes.some(
      (vote) => vote.reviewerId === reviewerId && vote.decision === decision,
    );
    if (result.result !== 'accepted') {
      if (stands === true) this.found.push(`I11: ${who}, heard "${result.result}", and it stands`);
    } else if (!isInAudit(row, command)) {
      this.found.push(`I11: ${who}, heard "accepted", and it does not stand`);
    } else if (!row.audit.some(({ status }) => status === result.status)) {
      this.found.push(`I11: ${who}, heard that it is ${result.status}, and it never was`);
    }
  }
}

/** Returns true if the audit chain has this reviewer's answer: a review that a stop ended is in no other place. */
function isInAudit({ audit }: Refund, { reviewerId, decision }: ReviewCommand): boolean {
  const answers = decision === 'deny' ? ['denied'] : ['approved', 'escalated'];
  return audit.some(({ by, status }) => {
    const reviewers = by.startsWith('reviewer:') ? by.slice('reviewer:'.length).split(',') : [];
    return answers.includes(status) && reviewers.includes(reviewerId);
  });
}
