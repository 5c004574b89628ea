import { setImmediate } from 'node:timers/promises';
import type { Store } from '../../lib/app/ports.ts';

/** Lets several things run at once, one store call at a time, in the order of a list of picks. */
export class Turns {
  readonly #picks: readonly number[];
  #next = 0;
  #waiting: (() => void)[] = [];
  #isOn = false;

  constructor(picks: readonly number[]) {
    this.#picks = picks;
  }

  /** Returns the store with every call waiting for its turn. */
  around(store: Store): Store {
    return new Proxy(store, {
      get: (target, name, receiver) => {
        const method: unknown = Reflect.get(target, name, receiver);
        if (typeof method !== 'function') return method;
        return async (...args: readonly unknown[]) => {
          if (this.#isOn) await new Promise<void>((go) => this.#waiting.push(go));
          return method.apply(target, args);
        };
      },
    });
  }

  /** Runs all of it together to the end. */
  async together(things: readonly (() => Promise<unknown>)[]): Promise<void> {
    let isDone = false;
    this.#isOn = true;
    const all = Promise.all(things.map((thing) => thing())).finally(() => {
      isDone = true;
    });
    // It is awaited below, once all turns were taken.
    all.catch(() => undefined);
    while (!isDone) {
      await setImmediate();
      const pick = this.#picks[this.#next % Math.max(1, this.#picks.length)] ?? 0;
      const [go] = this.#waiting.splice(pick % Math.max(1, this.#waiting.length), 1);
      if (go !== undefined) this.#next += 1;
      go?.();
    }
    this.#isOn = false;
    await all;
  }
}
