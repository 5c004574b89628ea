/** What one thing that is measured took, in CPU microseconds per item: the median and the least of its rounds. */
export interface Measured {
  readonly name: string;
  readonly cpuMicros: number;
  readonly leastMicros: number;
}

/** One thing to measure: a run over some items. */
export interface Run {
  readonly name: string;
  readonly items: number;
  readonly run: () => unknown;
}

/**
 * Measures runs in turn, A B C A B C, so that whatever else the machine does falls on all of them alike. CPU time
 * of the whole process counts, threads of native code among it. The rounds before the first that counts warm up.
 */
export async function measureInTurn(
  runs: readonly Run[],
  { rounds, warmUps }: { readonly rounds: number; readonly warmUps: number },
): Promise<readonly Measured[]> {
  const taken = runs.map((): number[] => []);
  for (let round = -warmUps; round < rounds; round += 1) {
    for (const [index, { run, items }] of runs.entries()) {
      const before = process.cpuUsage();
      await run();
      const { user, system } = process.cpuUsage(before);
      if (round >= 0) taken[index]?.push((user + system) / items);
    }
  }
  return runs.map(({ name }, index) => {
    const micros = taken[index] ?? [];
    return { name, cpuMicros: median(micros), leastMicros: Math.min(...micros) };
  });
}

/**
 * Returns the middle of some numbers, the mean of the middle two when they are even in number.
 * @throws RangeError when there are none.
 */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const high = sorted[Math.floor(sorted.length / 2)];
  const low = sorted[Math.floor((sorted.length - 1) / 2)];
  if (high === undefined || low === undefined)
    throw new RangeError('A median needs at least one number; got none.');
  return (low + high) / 2;
}
