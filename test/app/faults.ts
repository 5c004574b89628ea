import type { Store } from '../../lib/app/ports.ts';

/** What a call throws when the plan says that it fails. */
export class InjectedFault extends Error {
  override readonly name = 'InjectedFault';

  constructor(call: string, when: 'before' | 'after') {
    super(`${call} failed ${when} it took effect.`);
  }
}

/** One fault: the call that fails, counted from 1, and whether it took effect first (a lost answer). */
export interface FaultPoint {
  readonly call: number;
  readonly when: 'before' | 'after';
}

type Call<Args extends readonly unknown[], Result> = (...args: Args) => Promise<Result>;

/** Counts every call that changes something, and fails those that are planned to. */
export class Faults {
  /** The name of every call made so far, in order. */
  readonly calls: string[] = [];
  readonly #plan: Set<string>;

  constructor(points: readonly FaultPoint[] = []) {
    this.#plan = new Set(points.map(({ call, when }) => `${when} ${call}`));
  }

  /** Adds one more fault, `ahead` calls from now. */
  failNext(when: FaultPoint['when'], ahead = 1): void {
    this.#plan.add(`${when} ${this.calls.length + ahead}`);
  }

  /** Answers the call with the plan applied to it. */
  around<Args extends readonly unknown[], Result>(
    name: string,
    call: Call<Args, Result>,
  ): Call<Args, Result> {
    return async (...args) => {
      const number = this.calls.push(name);
      if (this.#plan.has(`before ${number}`)) throw new InjectedFault(`${name} (call ${number})`, 'before');
      const result = await call(...args);
      if (this.#plan.has(`after ${number}`)) throw new InjectedFault(`${name} (call ${number})`, 'after');
      return result;
    };
  }
}

/** Answers the store with the plan applied to every write. */
export function faultyStore(store: Store, faults: Faults): Store {
  return {
    ...store,
    createRefund: faults.around('createRefund', store.createRefund),
    saveRefund: faults.around('saveRefund', store.saveRefund),
    appendScan: faults.around('appendScan', store.appendScan),
    awaitScans: faults.around('awaitScans', store.awaitScans),
    bindTrail: faults.around('bindTrail', store.bindTrail),
    saveOrder: faults.around('saveOrder', store.saveOrder),
    saveProfile: faults.around('saveProfile', store.saveProfile),
    reserve: faults.around('reserve', store.reserve),
    contribute: faults.around('contribute', store.contribute),
    support: faults.around('support', store.support),
    withdraw: faults.around('withdraw', store.withdraw),
    closeDay: faults.around('closeDay', store.closeDay),
    dropFold: faults.around('dropFold', store.dropFold),
    postponeFold: faults.around('postponeFold', store.postponeFold),
    seePhoto: faults.around('seePhoto', store.seePhoto),
    enroll: faults.around('enroll', store.enroll),
    listReviewer: faults.around('listReviewer', store.listReviewer),
    saveBaselines: faults.around('saveBaselines', store.saveBaselines),
    saveStops: faults.around('saveStops', store.saveStops),
    keepPolicy: faults.around('keepPolicy', store.keepPolicy),
  };
}
