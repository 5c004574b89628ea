import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect } from 'vitest';
import * as z from 'zod';
import { dynamoStore } from '../../lib/adapters/aws/dynamo-store.ts';
import { isAuditIntact } from '../../lib/app/refund/audit-chain.ts';
import { loadRefund } from '../../lib/app/refund/load-refund.ts';
import { embeddedGate } from '../../lib/cli/invoke-step.ts';
import { eventPutter } from '../../lib/cli/put-events.ts';
import { story } from '../../lib/demo/story.ts';
import { localAccount } from '../../lib/local/local-account.ts';
import { readLine, type Workbench } from './test-gate.ts';

const readySchema = z.object({ endpoint: z.string(), outputs: z.record(z.string(), z.string()) });

interface Running extends z.infer<typeof readySchema> {
  readonly child: ChildProcess;
}

async function start(
  { assemblyDir, dataDir }: { readonly assemblyDir: string; readonly dataDir: string },
  startAt: Date,
  lines: string[],
): Promise<Running> {
  const script = join(import.meta.dirname, 'gate-child.ts');
  const child = fork(script, [assemblyDir, dataDir, startAt.toISOString()], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    execArgv: [],
  });
  if (child.stdout !== null) createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  const [ready] = await answerOf(child);
  return { child, ...readySchema.parse(ready) };
}

async function kill({ child }: Running): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

async function advance({ child }: Running, advanceMinutes: number): Promise<void> {
  child.send({ advanceMinutes });
  await answerOf(child);
}

/** The child's next message; a child that ends instead has failed, and its own words are on stderr. */
async function answerOf(child: ChildProcess): Promise<readonly unknown[]> {
  const ended = new AbortController();
  const onExit = (): void => ended.abort(new Error('The gate ended by itself.'));
  child.once('exit', onExit);
  try {
    return await once(child, 'message', { signal: ended.signal });
  } finally {
    child.off('exit', onExit);
  }
}

const SCENES = story();
const STAFF = SCENES.slice(0, 1).flatMap((scene) => scene.events);
const EVENTS = SCENES.slice(1)
  .flatMap((scene) => scene.events)
  .filter((event) => !event.type.includes('clock'));

/** When the last of the events happened: the gate believes none from its future. */
const START = new Date(EVENTS.reduce((latest, { time }) => (time > latest ? time : latest), ''));

/** What each refund's row says once all that was due has happened; of two refunds of one unit either may win. */
const ENDS: Readonly<Record<string, string>> = {
  re_ipads: 'held',
  re_late: 'published',
  re_decoy: 'held',
  re_suspended: 'held',
  re_yen: 'published',
  re_small: 'published',
};
const RIVALS = ['re_honest', 're_twice'];

/**
 * Kills a gate so long into the story, starts it again, and expects that nothing was lost and nothing released twice.
 */
export async function expectSurvives(bench: Workbench, delayMs: number): Promise<void> {
  const folders = { assemblyDir: bench.assemblyDir, dataDir: join(bench.folder, `state-${delayMs}`) };
  const lines: string[] = [];
  const first = await start(folders, START, lines);
  const half = EVENTS.length - 14;
  await eventPutter(first)(STAFF);
  await advance(first, 1);
  await eventPutter(first)(EVENTS.slice(0, half));
  await new Promise((resolve) => setTimeout(resolve, delayMs));
  await kill(first);

  const second = await start(folders, new Date(START.getTime() + 120_000), lines);
  await advance(second, 3);
  await eventPutter(second)(EVENTS.slice(half));
  for (let step = 0; step < 4; step += 1) await advance(second, 2);
  const client = new DynamoDBClient(embeddedGate(second.endpoint));
  const store = dynamoStore({ client, table: second.outputs['TableName'] ?? '' });
  const ids = [...Object.keys(ENDS), ...RIVALS];
  const rows = await Promise.all(ids.map((refundId) => loadRefund(store, refundId, 'strong')));
  await kill(second);

  const status = new Map(rows.map((row) => [row.refundId, row.status]));
  expect(Object.fromEntries(Object.keys(ENDS).map((id) => [id, status.get(id)]))).toStrictEqual(ENDS);
  expect(RIVALS.map((id) => status.get(id)).toSorted()).toStrictEqual(['escalated', 'published']);
  expect(rows.filter((row) => !isAuditIntact(row))).toStrictEqual([]);
  expect(new Set(rows.map(({ sender }) => sender?.account))).toStrictEqual(new Set([localAccount.accountId]));
  const told = lines.map(readLine);
  const released = told.filter(({ type }) => type === 'refundgate.refund.approved.v1');
  const published = rows.filter((row) => row.status === 'published').map((row) => row.refundId);
  expect(released.map(({ data }) => data.refundId).toSorted()).toStrictEqual(published.toSorted());
  expect(told.filter(({ type }) => type === 'refundgate.event.rejected.v1')).toHaveLength(1);
}
