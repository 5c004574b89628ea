import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LOCAL_CONTEXT, outputOf, signInContext } from '../../lib/cli/local-gate.ts';
import { eventPutter } from '../../lib/cli/put-events.ts';
import { synthesize } from '../../lib/cli/synthesize.ts';
import type { ProducedEvent } from '../../lib/demo/event-builders.ts';
import { type EmbeddedAws, startEmbeddedAws } from '../../lib/local/embedded-aws.ts';
import { burstLoad } from './burst-load.ts';
import { Outcomes } from './outcomes.ts';

const REFUNDS = 2_000;
const SENDERS = 8;
/** Fills what is remembered of the latest runs, so that the burst finds the memory as a running gate has it. */
const WARM_UP_REFUNDS = 200;
const BATCH = 10;
const HEAP_TOLERANCE = 1.1;
const SHOWN = 10;

interface Burst {
  readonly counts: Readonly<Record<string, number>>;
  readonly cpuSeconds: number;
}

/** Sends a burst of refunds from several senders at once, and exits 1 unless each is decided once and for what it is. */
async function main(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'refund-gate-burst-'));
  try {
    const assemblyDir = join(folder, 'assembly');
    // Nobody signs in during the burst.
    await synthesize(assemblyDir, {
      ...LOCAL_CONTEXT,
      ...(await signInContext(folder, 'http://127.0.0.1:9')),
    });
    const aws = await startEmbeddedAws({
      assemblyDir,
      mailboxDir: join(folder, 'mailbox'),
      dataDir: join(folder, 'state'),
    });
    try {
      return await measure(aws);
    } finally {
      await aws.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(aws: EmbeddedAws): Promise<number> {
  const outcomes = new Outcomes();
  aws.onBusEvent((event) => outcomes.take(event));
  await sendBurst(aws, outcomes, 'warm', WARM_UP_REFUNDS);
  const before = await heapMegabytes();
  const { counts, cpuSeconds } = await sendBurst(aws, outcomes, 'burst', REFUNDS);
  const after = await heapMegabytes();
  const problems = [...outcomes.problems, ...failedRuns(aws)];
  if (after > before * HEAP_TOLERANCE) problems.push(`the heap was ${before} MB before and is ${after} MB`);
  const counted = Object.entries(counts).map(([outcome, count]) => `${count} ${outcome}`);
  console.log(
    `${REFUNDS} refunds from ${SENDERS} senders: ${counted.join(', ')}; ${problems.length} problems. ` +
      `${(REFUNDS / cpuSeconds).toFixed(1)} refunds a CPU-second with their scans. ` +
      `Heap after collection: ${before.toFixed(1)} MB before, ${after.toFixed(1)} MB after.`,
  );
  for (const problem of problems.slice(0, SHOWN)) console.log(`  ${problem}`);
  return problems.length === 0 ? 0 : 1;
}

async function sendBurst(
  aws: EmbeddedAws,
  outcomes: Outcomes,
  name: string,
  refunds: number,
): Promise<Burst> {
  const load = burstLoad(name, refunds, SENDERS, aws.clock.now());
  const put = eventPutter(aws);
  const sendInTurn = async (events: readonly ProducedEvent[]): Promise<void> => {
    for (let from = 0; from < events.length; from += BATCH) await put(events.slice(from, from + BATCH));
  };
  const start = process.cpuUsage();
  await Promise.all(load.senders.map(({ scans }) => sendInTurn(scans)));
  await aws.settle();
  await Promise.all(load.senders.map((sender) => sendInTurn(sender.refunds)));
  await aws.settle();
  const { user, system } = process.cpuUsage(start);
  const counts = outcomes.count(load);
  outcomes.clear();
  return { counts, cpuSeconds: (user + system) / 1_000_000 };
}

function failedRuns(aws: EmbeddedAws): readonly string[] {
  return aws
    .executions(outputOf(aws, 'GateMachineArn'))
    .filter(({ status }) => status !== 'SUCCEEDED')
    .map(({ name, status, error }) => `the run ${name} ended ${status} ${error ?? ''}`);
}

/** Connections that are kept for the next request, and the like, take a moment to be let go. */
async function heapMegabytes(): Promise<number> {
  if (globalThis.gc === undefined) throw new Error('Run this with node --expose-gc.');
  for (let time = 0; time < 5; time += 1) {
    globalThis.gc();
    await sleep(200);
  }
  return process.memoryUsage().heapUsed / 1_000_000;
}

process.exitCode = await main();
