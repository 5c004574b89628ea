import { pinPolicy } from '../../lib/app/policies.ts';
import { DEFAULT_POLICY } from '../../lib/contracts/policy-document.ts';
import { EventBuilder } from '../../lib/lab/event-builders.ts';
import { honestReturns } from '../../lib/lab/honest-returns.ts';
import { Replay } from '../../lib/lab/replay.ts';

/** Refunds replayed to measure how many events a CPU-second takes, and whether many go as fast as few. */
const REFUNDS = [30_000, 300_000] as const;

/** How many of them are made at a time: making their lines is not part of what is measured. */
const MADE_AT_ONCE = 1000;

/** How far apart they come, in milliseconds: so 300,000 are 208 days. */
const APART_MS = 60_000;

const START = new Date('2026-11-22T08:00:00.000Z');

/** Replays honest returns, every event fully validated, and answers how many events a CPU-second it took. */
async function eventsPerSecond(refunds: number): Promise<number> {
  const build = new EventBuilder('replayed');
  const replay = new Replay({ policy: pinPolicy(DEFAULT_POLICY), write: () => undefined });
  let micros = 0;
  let events = 0;
  for (let from = 0; from < refunds; from += MADE_AT_ONCE) {
    const lines = honestReturns(build, { from, count: MADE_AT_ONCE, start: START, apartMs: APART_MS })
      .flatMap((one) => [...one.scans, one.refund])
      .map((event) => JSON.stringify(event));
    const before = process.cpuUsage();
    for (const line of lines) await replay.take(line);
    const used = process.cpuUsage(before);
    micros += used.user + used.system;
    events += lines.length;
  }
  return (events * 1e6) / micros;
}

const rates: number[] = [];
for (const refunds of REFUNDS) {
  const rate = await eventsPerSecond(refunds);
  rates.push(rate);
  const share = rate / (rates[0] ?? rate);
  process.stdout.write(
    `${refunds.toLocaleString('en').padStart(7)} honest returns: ${rate.toFixed(0)} events a CPU-second, ${share.toFixed(2)} of the first\n`,
  );
}
