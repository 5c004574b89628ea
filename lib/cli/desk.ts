import * as z from 'zod';
import { caseViewOf } from '../app/case-view/case-view.ts';
import type { CaseView } from '../app/case-view/view.ts';
import { listQueue } from '../app/console/list-queue.ts';
import type { StopCommand } from '../app/manage-stops.ts';
import type { ReviewCommand } from '../app/review-refund.ts';
import { DEFAULT_POLICY } from '../contracts/policy-document.ts';
import {
  placeText,
  type QueueAnswer,
  type QueuePlace,
  queueAnswerSchema,
} from '../contracts/queue-answer.ts';
import { type ReviewResult, reviewResultSchema } from '../contracts/review-result.ts';
import { stopAnswerSchema } from '../contracts/step-contracts.ts';
import { INELIGIBLE_WORDS } from '../domain/refund/refund-words.ts';
import { INELIGIBILITIES } from '../domain/refund/review.ts';
import type { ConsoleAnswer } from './call-console.ts';
import { connect, type DeployedConnection, type LocalConnection } from './connection.ts';
import { type Arguments, UsageError } from './verb.ts';

/** Thrown when the console refuses a request; its message is the console's own. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
}

/** What a person does at a gate. On AWS all of it goes through the console's API, which finds out who they are. */
export interface Desk {
  /** All that the person may see of a refund; undefined if there is no such refund for them. */
  readonly caseView: (refundId: string) => Promise<CaseView | undefined>;
  readonly queue: (after: QueuePlace | undefined) => Promise<QueueAnswer>;
  readonly review: (answer: Omit<ReviewCommand, 'reviewerId'>) => Promise<ReviewResult>;
  readonly changeStop: (command: Omit<StopCommand, 'person'>) => Promise<z.infer<typeof stopAnswerSchema>>;
}

/**
 * Returns the desk of the gate that the options name.
 * @param person - who acts on a gate on this machine; on AWS the signature says it.
 * @throws UsageError when there is no such gate.
 */
export async function deskOf(args: Arguments, person = args.option('as')): Promise<Desk> {
  const connection = await connect(args);
  return connection.where === 'aws' ? deployedDesk(connection) : localDesk(connection, person);
}

function localDesk({ read, invoke }: LocalConnection, as: string | undefined): Desk {
  const person = (): string => {
    if (as === undefined)
      throw new UsageError('--as says who does this on a gate on this machine; it is missing');
    return as;
  };
  return {
    caseView: (refundId) => read((store) => caseViewOf(store, refundId, { now: new Date() })),
    queue: (after) =>
      read((store) =>
        listQueue(
          { store, now: () => new Date(), baseCurrency: DEFAULT_POLICY.base },
          { personId: as, after, filters: {} },
        ),
      ),
    review: (answer) => invoke('review-refund', { ...answer, reviewerId: person() }, reviewResultSchema),
    changeStop: (command) => invoke('manage-stops', { ...command, person: person() }, stopAnswerSchema),
  };
}

function deployedDesk({ call }: DeployedConnection): Desk {
  return {
    caseView: async (refundId) => {
      const answer = await call({ path: '/api/refund', query: { id: refundId } });
      if (answer.status === 404) return undefined;
      const part = partSchema.safeParse(answer.json);
      if (part.success) throw new RefusedError(`you may not see it: ${INELIGIBLE_WORDS[part.data.why]}`);
      return answerOf(answer, viewSchema).view;
    },
    queue: async (after) => {
      const query = after === undefined ? {} : { after: placeText(after) };
      return answerOf(await call({ path: '/api/queue', query }), queueAnswerSchema);
    },
    review: async (body) => answerOf(await call({ path: '/api/refund/decide', body }), reviewResultSchema),
    changeStop: async (body) => answerOf(await call({ path: '/api/stops', body }), stopAnswerSchema),
  };
}

/** The console's own view, as it sent it. */
const viewSchema = z.object({
  view: z.custom<CaseView>((value) => typeof value === 'object' && value !== null),
});

/** What the console tells a person who is part of a refund. */
const partSchema = z.object({ result: z.literal('refused'), why: z.enum(INELIGIBILITIES) });

const problemSchema = z.object({ problem: z.string() });

/** @throws RefusedError with what the console says, if it is no answer. */
function answerOf<Answer>({ status, json }: ConsoleAnswer, schema: z.ZodType<Answer>): Answer {
  const read = schema.safeParse(json);
  if (read.success) return read.data;
  const problem = problemSchema.safeParse(json);
  throw new RefusedError(
    problem.success
      ? `the console refuses: ${problem.data.problem}`
      : `the console answered with status ${status}; allowed to call it are the IAM users and roles with execute-api:Invoke`,
  );
}
