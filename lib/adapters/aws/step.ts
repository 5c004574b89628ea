import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import middy, { type MiddlewareObj } from '@middy/core';
import type * as z from 'zod';
import type { Log } from '../../app/ports.ts';
import { refundStepSchema } from '../../contracts/refund-step.ts';
import { type DeployedPolicies, deployedPolicies } from './deployed-policies.ts';
import type { DynamoTableOptions } from './dynamo-table.ts';
import { variable } from './environment.ts';
import { log, logFault } from './log.ts';

/** What every step has: the store, the policies to judge by and the time. Built once per function instance. */
export interface StepDeps<Store> extends DeployedPolicies {
  readonly store: Store;
  readonly now: () => Date;
}

/**
 * Returns what every step has.
 * @param storeIn - `dynamoStore`, or for a step whose bundle is large only the parts of it that the step uses.
 */
export function stepDeps<Store>(storeIn: (options: DynamoTableOptions) => Store): StepDeps<Store> {
  return {
    store: storeIn({ client: new DynamoDBClient(), table: variable('TABLE_NAME') }),
    ...deployedPolicies(),
    now: () => new Date(),
  };
}

/** Returns a handler's result as the fields of its log line; ids, outcomes and codes only. */
export type Describe<Input, Output> = (input: Input, output: Output) => Parameters<Log>[0];

/** One step: how its input is parsed, what it does, and which fields are logged. */
export interface StepHandler<Input, Output extends object> {
  readonly name: string;
  readonly input: z.ZodType<Input>;
  readonly run: (input: Input) => Promise<Output>;
  readonly describe: Describe<Input, Output>;
}

/**
 * Returns the Lambda handler of a step. Before the step, middy parses the input strictly. After it, middy logs one line
 * with the outcome or the fault. A fault is thrown again, so that the workflow's Retry and Catch see its name.
 */
export function stepHandler<Input, Output extends object>(step: StepHandler<Input, Output>) {
  return middy<Input, Output>().use(oneLine(step)).handler(step.run);
}

function oneLine<Input, Output extends object>(
  step: StepHandler<Input, Output>,
): MiddlewareObj<Input, Output> {
  let startedAt = 0;
  return {
    before: (request) => {
      startedAt = performance.now();
      request.event = step.input.parse(request.event);
    },
    after: ({ event, response }) => {
      if (response === null || response === undefined) return;
      log({ step: step.name, ms: elapsed(startedAt), ...step.describe(event, response) });
    },
    onError: ({ event, error }) => {
      logFault({
        step: step.name,
        ...refundOf(event),
        ms: elapsed(startedAt),
        fault: error?.name ?? 'unknown',
        message: error?.message ?? '',
      });
    },
  };
}

/** Returns the refund a fault is about, if the input names one; the input itself is never logged. */
function refundOf(event: unknown): { readonly refundId?: string } {
  const parsed = refundStepSchema.safeParse(event);
  return parsed.success ? { refundId: parsed.data.refundId } : {};
}

function elapsed(startedAt: number): number {
  return Math.round(performance.now() - startedAt);
}
