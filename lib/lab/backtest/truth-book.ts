import * as z from 'zod';
import { idSchema, instantSchema } from '../../contracts/fields.ts';
import { reviewCommandSchema } from '../../contracts/review-decided.ts';
import { contradictsItself } from '../../domain/refund/review.ts';
import type { ReviewIfAsked, TrueEmployee, TrueRefund, TrueWorld, Truth } from '../truth.ts';

const reviewSchema = reviewCommandSchema
  .pick({ reviewerId: true, decision: true, verdict: true })
  .extend({ afterMinutes: z.number().min(0) })
  .refine((answer) => !contradictsItself(answer), {
    path: ['verdict'],
    error: 'this verdict cannot go with an approval',
  });

const methodSchema = z.enum([
  'ghost_return',
  'adaptive_ghost',
  'phished_account',
  'changed_in_system',
  'bribed_agent',
  'supervisor_override',
  'wrong_goods',
  'fake_tracking',
  'not_received_lie',
  'damage_lie',
  'impersonated',
  'over_refund',
  'structuring',
]);

/** One line of a truth file. */
const truthSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('world'),
    seed: z.int(),
    days: z.number().positive(),
    startsAt: instantSchema,
    refunds: z.int().min(0),
  }),
  z.object({
    kind: z.literal('refund'),
    refundId: idSchema,
    fraud: z.boolean(),
    method: methodSchema.nullable(),
    happened: z.enum(['goods_came', 'nothing_came', 'decoy_came', 'claim_true', 'claim_false']),
    insiderIds: z.array(idSchema),
    ifReviewed: z.array(reviewSchema),
  }),
  z.object({
    kind: z.literal('employee'),
    employeeId: idSchema,
    role: z.enum(['clerk', 'inspector', 'stower', 'agent', 'supervisor', 'reviewer']),
    insider: z
      .enum(['bribed_clerk', 'adaptive_clerk', 'bribed_agent', 'bribed_supervisor', 'phished'])
      .nullable(),
  }),
]) satisfies z.ZodType<Truth>;

/** Thrown if a file is not a file of truth; the message names the line. */
export class TruthError extends Error {
  override readonly name = 'TruthError';
}

/** What is kept of the truth about a refund. */
export type KeptTruth = Pick<TrueRefund, 'fraud' | 'method' | 'insiderIds' | 'ifReviewed'>;

const NOBODY: readonly string[] = [];

/** Collects the truth about a world, line by line. */
export class TruthBook {
  readonly #refunds = new Map<string, KeptTruth>();
  readonly #employees = new Map<string, TrueEmployee>();
  readonly #texts = new Map<string, string>();
  #world: TrueWorld | undefined;
  #lines = 0;

  /**
   * Takes one line of a truth file.
   * @throws TruthError when it is not JSON or not of the format.
   */
  addLine(line: string): void {
    this.#lines += 1;
    this.add(this.#parse(line));
  }

  /** Takes one thing that is true. */
  add(truth: Truth): void {
    switch (truth.kind) {
      case 'world':
        this.#world = truth;
        return;
      case 'employee':
        this.#employees.set(truth.employeeId, truth);
        return;
      case 'refund':
        this.#refunds.set(truth.refundId, this.#kept(truth));
    }
  }

  /**
   * Returns the world the truth is about.
   * @throws TruthError if no line names it.
   */
  world(): TrueWorld {
    if (this.#world === undefined) {
      throw new TruthError('the truth has no line of kind "world"; it is the first line of a truth file');
    }
    return this.#world;
  }

  /** Returns the truth about a refund, or undefined if there is none. */
  refund(refundId: string): KeptTruth | undefined {
    return this.#refunds.get(refundId);
  }

  /** Returns every employee the truth names. */
  employees(): readonly TrueEmployee[] {
    return [...this.#employees.values()];
  }

  #parse(line: string): Truth {
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch (error) {
      const why = error instanceof Error ? error.message : '';
      throw new TruthError(`line ${this.#lines} of the truth is not JSON: ${why}`);
    }
    const parsed = truthSchema.safeParse(value);
    if (parsed.success) return parsed.data;
    const why = z.prettifyError(parsed.error).replaceAll('\n', ' ');
    throw new TruthError(`line ${this.#lines} of the truth is none: ${why}`);
  }

  #kept({ fraud, method, insiderIds, ifReviewed }: TrueRefund): KeptTruth {
    return {
      fraud,
      method,
      insiderIds: insiderIds.length === 0 ? NOBODY : insiderIds.map((id) => this.#shared(id)),
      ifReviewed: ifReviewed.map(
        (review): ReviewIfAsked => ({ ...review, reviewerId: this.#shared(review.reviewerId) }),
      ),
    };
  }

  /** Returns the same copy for equal texts: a few people are named in hundreds of thousands of lines. */
  #shared(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    this.#texts.set(text, text);
    return text;
  }
}
