import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import * as z from 'zod';
import { decisionsOnce } from '../../lib/cli/decisions-once.ts';
import { eventPutter } from '../../lib/cli/put-events.ts';
import type { ProducedEvent } from '../../lib/demo/event-builders.ts';
import { type EmbeddedAws, type EmbeddedAwsOptions, startEmbeddedAws } from '../../lib/local/embedded-aws.ts';
import { REPLAY_AUDIT_KEY } from '../../lib/replay/replay.ts';

/** A folder of its own for one test file, beside the synthesized app. */
export interface Workbench {
  readonly folder: string;
  readonly assemblyDir: string;
  readonly clean: () => Promise<void>;
}

export async function workbench(): Promise<Workbench> {
  const folder = await mkdtemp(join(tmpdir(), 'refund-gate-test-'));
  return {
    folder,
    assemblyDir: inject('assemblyDir'),
    clean: () => rm(folder, { recursive: true, force: true }),
  };
}

/** A gate on an embedded AWS, with every decision it published. */
export interface TestGate {
  readonly aws: EmbeddedAws;
  readonly lines: string[];
  readonly put: (events: readonly ProducedEvent[]) => Promise<void>;
}

export async function startTestGate(
  { folder, assemblyDir }: Workbench,
  startAt: Date,
  options: Pick<EmbeddedAwsOptions, 'onRequest' | 'generatedSecret' | 'log'> = {},
): Promise<TestGate> {
  const aws = await startEmbeddedAws({
    assemblyDir,
    mailboxDir: join(folder, 'mailbox'),
    startAt,
    generatedSecret: REPLAY_AUDIT_KEY,
    ...options,
  });
  const lines: string[] = [];
  aws.onBusEvent(decisionsOnce((line) => lines.push(line)));
  return { aws, lines, put: eventPutter(aws) };
}

const decisionSchema = z.object({
  id: z.string(),
  type: z.string(),
  data: z.looseObject({
    refundId: z.string().optional(),
    eventId: z.string().nullish(),
    amount: z.object({ currency: z.string(), minor: z.int() }).optional(),
    reasons: z.array(z.object({ code: z.string() })).optional(),
  }),
});

/** One line of output, as far as the tests look at it. */
export type DecisionLine = z.infer<typeof decisionSchema>;

export function readLine(line: string): DecisionLine {
  return decisionSchema.parse(JSON.parse(line));
}

/**
 * What came of each refund, in order, without times: repeated escalations of a case that nobody decides are one.
 * Weights, and while a refund waits whether a review is worth its price, change with the hour at which it is looked
 * at again; the embedded clock makes one look of many when time is moved ahead, so they are left out.
 */
export function outcomesBy(lines: readonly string[]): Readonly<Record<string, readonly string[]>> {
  const outcomes: Record<string, string[]> = {};
  for (const { type, data } of lines.map(readLine)) {
    const id = data.refundId ?? `event ${data.eventId}`;
    const passing = type === 'refundgate.refund.held.v1' ? /^(P03|W|L01)/ : /^(P03|W)/;
    const codes = (data.reasons ?? []).map((reason) => reason.code).filter((code) => !passing.test(code));
    const told = [type, ...codes].join(' ');
    outcomes[id] ??= [];
    if (outcomes[id].at(-1) !== told) outcomes[id].push(told);
  }
  return Object.fromEntries(Object.entries(outcomes).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
