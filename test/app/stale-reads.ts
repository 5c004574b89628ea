import type { Consistency, Store } from '../../lib/app/ports.ts';
import type { SubjectRef } from '../../lib/domain/refund/subject.ts';

/** A value that an item had, the instant at which it was replaced, and how often it may still be read. */
interface Replaced {
  readonly value: unknown;
  readonly at: number;
  reads: number;
}

/** How often one value is read after it was replaced: a run that judges again and again sees the new one in the end. */
const MAX_STALE_READS = 5;

/** How to read one item as it is, under a name of its own. */
interface Item {
  readonly name: string;
  readonly read: () => Promise<unknown>;
}

/**
 * Lets eventual reads lag: they may return what an item was earlier in the same instant. Strong ones never do. On AWS
 * such a lag is well under a second.
 */
export class StaleReads {
  readonly #lags: readonly number[];
  readonly #now: () => Date;
  readonly #replaced = new Map<string, Replaced[]>();
  #next = 0;

  /** @param lags - How many versions each read lags behind, as far as there are so many; used in turn. */
  constructor(lags: readonly number[], now: () => Date) {
    this.#lags = lags;
    this.#now = now;
  }

  around(store: Store): Store {
    const refund = (id: string): Item => ({ name: `refund ${id}`, read: () => store.refund(id, 'strong') });
    const trail = (id: string): Item => ({ name: `trail ${id}`, read: () => store.trail(id, 'strong') });
    const order = (id: string): Item => ({ name: `order ${id}`, read: () => store.order(id, 'strong') });
    const stops: Item = { name: 'stops', read: () => store.stops('strong') };
    const profile = (ref: SubjectRef): Item => ({
      name: `profile ${ref.kind} ${ref.id}`,
      read: () => store.profile(ref, 'strong'),
    });
    const subject = (ref: SubjectRef): Item => ({
      name: `subject ${ref.kind} ${ref.id}`,
      read: () => store.subject(ref),
    });
    const ofSubject = (ref: SubjectRef): readonly Item[] => [profile(ref), subject(ref)];
    const by =
      <Id, Result>(item: (id: Id) => Item, call: (id: Id, consistency: Consistency) => Promise<Result>) =>
      (id: Id, consistency: Consistency): Promise<Result> =>
        consistency === 'strong' ? call(id, consistency) : this.#lagging(item(id), () => call(id, 'strong'));
    return {
      ...store,
      refund: by(refund, store.refund),
      trail: by(trail, store.trail),
      order: by(order, store.order),
      profile: by(profile, store.profile),
      stops: (consistency) =>
        by(
          () => stops,
          () => store.stops('strong'),
        )(undefined, consistency),
      subject: (ref) => this.#lagging(subject(ref), () => store.subject(ref)),
      createRefund: this.#writing(store.createRefund, (one) => [refund(one.refundId)]),
      saveRefund: this.#writing(store.saveRefund, (one) => [refund(one.refundId)]),
      appendScan: this.#writing(store.appendScan, (id) => [trail(id)]),
      awaitScans: this.#writing(store.awaitScans, (id) => [trail(id)]),
      bindTrail: this.#writing(store.bindTrail, (id) => [trail(id)]),
      saveOrder: this.#writing(store.saveOrder, (one) => [order(one.orderId)]),
      saveStops: this.#writing(store.saveStops, () => [stops]),
      saveProfile: this.#writing(store.saveProfile, ofSubject),
      reserve: this.#writing(store.reserve, ({ subject: ref }) => ofSubject(ref)),
      contribute: this.#writing(store.contribute, ofSubject),
      support: this.#writing(store.support, ofSubject),
      withdraw: this.#writing(store.withdraw, ofSubject),
    };
  }

  #writing<Args extends readonly unknown[], Result>(
    call: (...args: Args) => Promise<Result>,
    itemsOf: (...args: Args) => readonly Item[],
  ): (...args: Args) => Promise<Result> {
    return async (...args) => {
      for (const { name, read } of itemsOf(...args)) {
        const value = await read();
        const at = this.#now().getTime();
        const recent = (this.#replaced.get(name) ?? []).filter((one) => one.at === at);
        if (recent.length === 0 || recent.at(-1)?.value !== value)
          recent.push({ value, at, reads: MAX_STALE_READS });
        this.#replaced.set(name, recent);
      }
      return call(...args);
    };
  }

  async #lagging<Value>({ name }: Item, read: () => Promise<Value>): Promise<Value> {
    const at = this.#now().getTime();
    const recent = (this.#replaced.get(name) ?? []).filter((one) => one.at === at && one.reads > 0);
    if (recent.length === 0 || this.#lags.length === 0) return read();
    const lag = this.#lags[this.#next % this.#lags.length] ?? 0;
    this.#next += 1;
    const old = recent.at(-Math.min(lag, recent.length));
    if (lag === 0 || old === undefined) return read();
    old.reads -= 1;
    // Nobody but `#writing` puts values in, under the name of the item that they were read from.
    return old.value as Value;
  }
}
