/**
 * Returns a `Date` on virtual time: real time plus an offset in shared memory, one signed 64-bit integer of
 * milliseconds. It is a proxy and not a subclass, so that dates made by Node itself are still instances of it and
 * `Date()` without `new` still works.
 */
export function virtualDate(RealDate: DateConstructor, sharedOffset: SharedArrayBuffer): DateConstructor {
  const realNow = RealDate.now;
  const offset = new BigInt64Array(sharedOffset);
  const now = (): number => realNow() + Number(Atomics.load(offset, 0));
  return new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: (target) => new target(now()).toString(),
    get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver)),
  });
}
