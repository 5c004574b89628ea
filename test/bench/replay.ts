import { pinPolicy } from '../../lib/app/judging/policies.ts';
import { parseIntakeMessage } from '../../lib/contracts/intake-message.ts';
import { DEFAULT_POLICY } from '../../lib/contracts/policy-document.ts';
import { EventBuilder } from '../../lib/demo/event-builders.ts';
import { honestReturns } from '../../lib/demo/honest-returns.ts';
import { parseQuickly } from '../../lib/replay/event-file/parse-quickly.ts';
import { Replay } from '../../lib/replay/replay.ts';

/** Refunds replayed to measure how many events a CPU-second takes, and whether many go as fast as few. */
const REFUNDS = [30_000, 300_000] as const;

/** How many lines are read before the first of them is taken: about as many as one read of a file brings. */
const READ_AT_ONCE = 100;

/** How many of them are made at a time: making their lines is not part of what is measured. */
const MADE_AT_ONCE = 1000;

/** How far apart they come, in milliseconds: so 300,000 are 208 days. */
const APART_MS = 60_000;

const START = new Date('2026-11-22T08:00:00.000Z');

interface Measured {
  readonly eventsPerSecond: number;
  /** How many times as long as only reading the lines' JSON, made in turns with it: free of how fast the machine is. */
  readonly timesReading: number;
}

/** Replays honest returns, every event fully validated, and answers how many events a CPU-second it took. */
async function measure(refunds: number): Promise<Measured> {
  const build = new EventBuilder('replayed');
  const replay = new Replay({ policy: pinPolicy(DEFAULT_POLICY), write: () => undefined });
  let replaying = 0;
  let reading = 0;
  let events = 0;
  for (let from = 0; from < refunds; from += MADE_AT_ONCE) {
    const lines = honestReturns(build, { from, count: MADE_AT_ONCE, start: START, apartMs: APART_MS })
      .flatMap((one) => [...one.scans, one.refund])
      .map((event) => JSON.stringify(event));
    replaying += await cpuMicros(() => takeAll(replay, lines));
    reading += await cpuMicros(() => {
      for (const line of lines) JSON.parse(line);
    });
    events += lines.length;
  }
  return { eventsPerSecond: (events * 1e6) / replaying, timesReading: replaying / reading };
}

async function takeAll(replay: Replay, lines: readonly string[]): Promise<void> {
  for (let from = 0; from < lines.length; from += READ_AT_ONCE) {
    const read = lines
      .slice(from, from + READ_AT_ONCE)
      .map((line) => ({ line, parsed: parseIntakeMessage(line, parseQuickly) }));
    for (const { line, parsed } of read) await replay.take(line, parsed);
  }
}

async function cpuMicros(work: () => Promise<void> | void): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const used = process.cpuUsage(before);
  return used.user + used.system;
}

const rates: number[] = [];
for (const refunds of REFUNDS) {
  const { eventsPerSecond, timesReading } = await measure(refunds);
  rates.push(eventsPerSecond);
  const share = eventsPerSecond / (rates[0] ?? eventsPerSecond);
  process.stdout.write(
    `${refunds.toLocaleString('en').padStart(7)} honest returns: ${eventsPerSecond.toFixed(0)} events a CPU-second, ` +
      `${share.toFixed(2)} of the first; ${timesReading.toFixed(1)} times what JSON.parse alone takes\n`,
  );
}
