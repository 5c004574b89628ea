/** The real time of this thread, also after {@link installVirtualDate}. */
export const realNow = Date.now;

/** Returns shared memory for the offset of an embedded clock, which is 0 at first. */
export function createClockOffset(): SharedArrayBuffer {
  return new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT);
}

/**
 * Returns a `Date` on the time of an embedded clock. It is a proxy and not a subclass, so that dates made by Node itself
 * are still instances of it and `Date()` without `new` still works.
 *
 * @param clockOffset the clock's shared offset: `EmbeddedAws.clockOffset`.
 */
export function virtualDate(RealDate: DateConstructor, clockOffset: SharedArrayBuffer): DateConstructor {
  const offset = new BigInt64Array(clockOffset);
  const now = (): number => realNow() + Number(Atomics.load(offset, 0));
  return new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: (target) => new target(now()).toString(),
    get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver)),
  });
}

/** Gives this thread the time of an embedded clock. Call it once in a worker thread, before other modules read `Date`. */
export function installVirtualDate(clockOffset: SharedArrayBuffer): void {
  globalThis.Date = virtualDate(Date, clockOffset);
}
