import * as z from 'zod';
import type { Money } from '../../domain/shared/money.ts';

/** One line a replay wrote, as far as the backtest reads it. */
export type ReadOutput =
  | { readonly kind: 'decision'; readonly decision: ReadDecision }
  | { readonly kind: 'rejection'; readonly eventId: string | null; readonly atMs: number }
  | { readonly kind: 'case'; readonly employeeId: string; readonly atMs: number }
  | { readonly kind: 'other' };

/** A decision on a refund. */
export interface ReadDecision {
  readonly refundId: string;
  readonly outcome: 'approved' | 'held' | 'escalated' | 'denied' | 'reopened';
  readonly atMs: number;
  readonly by: string;
  readonly codes: readonly string[];
  /** Null while no model gives it. */
  readonly fraudProbability: number | null;
  readonly expectedLoss: Money | null;
  /** How many approvals the review takes; 1 if the decision does not say. */
  readonly quorum: number;
}

const decisionSchema = z.object({
  data: z.object({
    refundId: z.string(),
    outcome: z.enum(['approved', 'held', 'escalated', 'denied', 'reopened']),
    decidedAt: z.string(),
    by: z.string(),
    reasons: z.array(z.object({ code: z.string() })),
    scores: z.object({
      fraudProbability: z.number().nullable(),
      expectedLoss: z.object({ currency: z.string(), minor: z.number() }).nullable(),
    }),
    review: z.object({ quorum: z.int() }).optional(),
  }),
});

const rejectionSchema = z.object({ time: z.string(), data: z.object({ eventId: z.string().nullable() }) });

const caseSchema = z.object({ time: z.string(), data: z.object({ employeeId: z.string() }) });

const headSchema = z.object({ type: z.string() });

const OTHER: ReadOutput = { kind: 'other' };

/**
 * Returns what a line of a replay's output says.
 * @throws SyntaxError on a line that is not JSON, ZodError on an event that lacks what the backtest reads.
 */
export function readOutput(line: string): ReadOutput {
  const value: unknown = JSON.parse(line);
  const { type } = headSchema.parse(value);
  if (type.startsWith('refundgate.refund.')) return readDecision(value);
  switch (type) {
    case 'refundgate.event.rejected.v1': {
      const { time, data } = rejectionSchema.parse(value);
      return { kind: 'rejection', eventId: data.eventId, atMs: Date.parse(time) };
    }
    case 'refundgate.employee.case-opened.v1': {
      const { time, data } = caseSchema.parse(value);
      return { kind: 'case', employeeId: data.employeeId, atMs: Date.parse(time) };
    }
    default:
      return OTHER;
  }
}

function readDecision(value: unknown): ReadOutput {
  const { data } = decisionSchema.parse(value);
  const { refundId, outcome, decidedAt, by, reasons, scores, review } = data;
  const codes = reasons.map(({ code }) => code);
  const { fraudProbability, expectedLoss } = scores;
  const atMs = Date.parse(decidedAt);
  const quorum = review?.quorum ?? 1;
  return {
    kind: 'decision',
    decision: { refundId, outcome, atMs, by, codes, fraudProbability, expectedLoss, quorum },
  };
}
