import type { Store } from '../../lib/app/ports.ts';

/** What a call throws when the plan says that it fails. */
export class InjectedFault extends Error {
  override readonly name = 'InjectedFault';
  readonly when: 'before' | 'after';

  constructor(call: string, when: 'before' | 'after', why = 'as planned') {
    super(`${call} (${why}) failed ${when} it took effect.`);
    this.when = when;
  }
}

/** One fault: the call that fails, counted from 1, and whether it took effect first (a lost answer). */
export interface FaultPoint {
  readonly call: number;
  readonly when: 'before' | 'after';
}

/** A burst of throttling: from one call on, counted from 1 with the reads, so many calls fail before their effect. */
export interface Burst {
  readonly from: number;
  readonly calls: number;
}

type Call<Args extends readonly unknown[], Result> = (...args: Args) => Promise<Result>;

/** Counts every call that changes something, and fails those that are planned to. */
export class Faults {
  /** The name of every call made so far that changes something, in order. */
  readonly calls: string[] = [];
  /** Called at each fault. */
  notice: () => void = () => undefined;
  readonly #plan: Set<string>;
  #bursts: readonly Burst[];
  /** How many calls were made, reads among them. */
  #made = 0;

  constructor(points: readonly FaultPoint[] = [], bursts: readonly Burst[] = []) {
    this.#plan = new Set(points.map(({ call, when }) => `${when} ${call}`));
    this.#bursts = bursts;
  }

  /** Ends all throttling. */
  calm(): void {
    this.#bursts = [];
  }

  /** Adds one more fault, `ahead` calls from now. */
  failNext(when: FaultPoint['when'], ahead = 1): void {
    this.#plan.add(`${when} ${this.calls.length + ahead}`);
  }

  /** Returns the call with the plan applied to it. */
  around<Args extends readonly unknown[], Result>(
    name: string,
    call: Call<Args, Result>,
  ): Call<Args, Result> {
    return async (...args) => {
      this.#throttle(name);
      const number = this.calls.push(name);
      if (this.#plan.has(`before ${number}`)) this.#fail(name, 'before', `call ${number}`);
      const result = await call(...args);
      if (this.#plan.has(`after ${number}`)) this.#fail(name, 'after', `call ${number}`);
      return result;
    };
  }

  /** Returns a call that only reads, which nothing but throttling fails. */
  reading<Args extends readonly unknown[], Result>(
    name: string,
    call: Call<Args, Result>,
  ): Call<Args, Result> {
    return async (...args) => {
      this.#throttle(name);
      return call(...args);
    };
  }

  #throttle(name: string): void {
    this.#made += 1;
    const number = this.#made;
    const isThrottled = this.#bursts.some(({ from, calls }) => number >= from && number < from + calls);
    if (isThrottled) this.#fail(name, 'before', 'throttled');
  }

  #fail(call: string, when: FaultPoint['when'], why: string): never {
    this.notice();
    throw new InjectedFault(call, when, why);
  }
}

/** Returns the store with the plan applied to every write, and throttling to the reads too. */
export function faultyStore(store: Store, faults: Faults): Store {
  return {
    refund: faults.reading('refund', store.refund),
    trail: faults.reading('trail', store.trail),
    order: faults.reading('order', store.order),
    subject: faults.reading('subject', store.subject),
    profile: faults.reading('profile', store.profile),
    daysOf: faults.reading('daysOf', store.daysOf),
    rollUpsDue: faults.reading('foldsDue', store.rollUpsDue),
    roster: faults.reading('roster', store.roster),
    reviewers: faults.reading('reviewers', store.reviewers),
    loginOwner: faults.reading('loginOwner', store.loginOwner),
    baselines: faults.reading('baselines', store.baselines),
    stops: faults.reading('stops', store.stops),
    policy: faults.reading('policy', store.policy),
    refundsDue: faults.reading('refundsDue', store.refundsDue),
    createRefund: faults.around('createRefund', store.createRefund),
    saveRefund: faults.around('saveRefund', store.saveRefund),
    appendScan: faults.around('appendScan', store.appendScan),
    ignoreScan: faults.around('ignoreScan', store.ignoreScan),
    ignoredScans: faults.reading('ignoredScans', store.ignoredScans),
    awaitScans: faults.around('awaitScans', store.awaitScans),
    bindTrail: faults.around('bindTrail', store.bindTrail),
    saveOrder: faults.around('saveOrder', store.saveOrder),
    saveProfile: faults.around('saveProfile', store.saveProfile),
    reserve: faults.around('reserve', store.reserve),
    contribute: faults.around('contribute', store.contribute),
    support: faults.around('support', store.support),
    withdraw: faults.around('withdraw', store.withdraw),
    closeDay: faults.around('closeDay', store.closeDay),
    dropRollUp: faults.around('dropRollUp', store.dropRollUp),
    postponeRollUp: faults.around('postponeRollUp', store.postponeRollUp),
    seePhoto: faults.around('seePhoto', store.seePhoto),
    photoUses: faults.reading('photoUses', store.photoUses),
    enroll: faults.around('enroll', store.enroll),
    claimLogin: faults.around('claimLogin', store.claimLogin),
    noteInDirectory: faults.around('noteInDirectory', store.noteInDirectory),
    saveBaselines: faults.around('saveBaselines', store.saveBaselines),
    saveStops: faults.around('saveStops', store.saveStops),
    keepPolicy: faults.around('keepPolicy', store.keepPolicy),
    casesOn: faults.reading('casesOn', store.casesOn),
    openCases: faults.reading('openCases', store.openCases),
    casesUnfinished: faults.reading('casesUnfinished', store.casesUnfinished),
    saveCase: faults.around('saveCase', store.saveCase),
  };
}

/** Returns the store with a call after each write of a refund's row, also where its answer is lost. */
export function noticingSaves(store: Store, notice: () => void): Store {
  return {
    ...store,
    saveRefund: async (refund, seenVersion) => {
      try {
        const result = await store.saveRefund(refund, seenVersion);
        if (result === 'saved') notice();
        return result;
      } catch (error) {
        if (error instanceof InjectedFault && error.when === 'after') notice();
        throw error;
      }
    },
  };
}
