/** How many things are done at the same time: enough to wait for the network once, not for each. */
const AT_ONCE = 20;

/** Does some work for each of many, twenty at a time; one that fails fails all once its twenty have ended. */
export async function inBatches<One>(many: readonly One[], work: (one: One) => Promise<void>): Promise<void> {
  for (let from = 0; from < many.length; from += AT_ONCE) {
    const results = await Promise.allSettled(many.slice(from, from + AT_ONCE).map(work));
    const failed = results.find((one) => one.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }
}
