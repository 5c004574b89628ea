import * as z from 'zod';
import { pinPolicy } from '../../lib/app/judging/policies.ts';
import type { Policy } from '../../lib/domain/policy/policy.ts';
import { Replay } from '../../lib/replay/replay.ts';
import { rulesOnly } from '../builders.ts';

const lineSchema = z.looseObject({
  id: z.string(),
  type: z.string(),
  time: z.string(),
  data: z.looseObject({
    refundId: z.string().optional(),
    eventId: z.string().nullish(),
    by: z.string().optional(),
    dueAt: z.string().optional(),
    problems: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    reasons: z.array(z.looseObject({ code: z.string() })).optional(),
  }),
});

/** One line of a replay's output, read. */
export type Line = z.infer<typeof lineSchema>;

export function read(line: string): Line {
  return lineSchema.parse(JSON.parse(line));
}

/** Returns what a replay of events, or of raw lines, writes; only the rules speak unless another policy is given. */
export async function replayed(
  events: readonly unknown[],
  policy: Policy = rulesOnly(),
): Promise<readonly string[]> {
  const lines: string[] = [];
  const replay = new Replay({ policy: pinPolicy(policy), write: (line) => lines.push(line) });
  for (const event of events) await replay.take(lineOf(event));
  return lines;
}

/** Returns the line that a file has of an event; a raw line as it is. */
export function lineOf(event: unknown): string {
  return typeof event === 'string' ? event : JSON.stringify(event);
}

/** Returns the same in short: the last part of the type and whom it is about. */
export async function outcomes(events: readonly unknown[], policy?: Policy): Promise<readonly string[]> {
  const lines = await replayed(events, policy);
  return lines.map((line) => {
    const { type, data } = read(line);
    return `${type.split('.').at(-2)} ${data.refundId ?? data.eventId ?? ''}`.trimEnd();
  });
}
