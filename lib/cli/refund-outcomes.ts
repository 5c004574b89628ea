import type { OutboundEvent } from '../contracts/outbound-events.ts';

/** How many refunds were approved or denied, and how many are held or escalated. */
export interface OutcomeCounts {
  readonly approved: number;
  readonly denied: number;
  readonly held: number;
  readonly escalated: number;
}

/** Follows refunds through the events that the gate publishes. It remembers only those that have not ended. */
export class RefundOutcomes {
  #approved = 0;
  #denied = 0;
  readonly #open = new Map<string, 'held' | 'escalated' | 'nobody may decide'>();

  /**
   * Takes note of an event. Returns true if it is only a reminder of a refund that was escalated already. The first
   * event that says that nobody may decide the refund is not a reminder.
   */
  note({ type, data }: OutboundEvent): boolean {
    switch (type) {
      case 'refundgate.refund.approved.v1':
        this.#open.delete(data.refundId);
        this.#approved += 1;
        return false;
      case 'refundgate.refund.denied.v1':
        this.#open.delete(data.refundId);
        this.#denied += 1;
        return false;
      case 'refundgate.refund.held.v1':
        this.#open.set(data.refundId, 'held');
        return false;
      case 'refundgate.refund.escalated.v1': {
        const before = this.#open.get(data.refundId);
        const lacksPeople = data.reasons.some(({ code }) => code === 'P05_NOBODY_MAY_DECIDE');
        if (before === 'nobody may decide') return true;
        this.#open.set(data.refundId, lacksPeople ? 'nobody may decide' : 'escalated');
        return before === 'escalated' && !lacksPeople;
      }
      default:
        return false;
    }
  }

  counts(): OutcomeCounts {
    const held = [...this.#open.values()].filter((status) => status === 'held').length;
    return { approved: this.#approved, denied: this.#denied, held, escalated: this.#open.size - held };
  }
}
