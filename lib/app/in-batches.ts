/** How many calls run at the same time, so that they wait for the network together. */
const AT_ONCE = 20;

/** Does some work for each item, twenty at a time. If one fails, its batch ends, then its error is thrown. */
export async function inBatches<One>(many: readonly One[], work: (one: One) => Promise<void>): Promise<void> {
  for (let from = 0; from < many.length; from += AT_ONCE) {
    const results = await Promise.allSettled(many.slice(from, from + AT_ONCE).map(work));
    const failed = results.find((one) => one.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }
}
