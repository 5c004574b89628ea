import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type * as z from 'zod';
import { resourceNames } from '../../contracts/names.ts';
import type { StepId } from '../../contracts/steps.ts';

/** Thrown when a step that was called failed. */
export class StepFailedError extends Error {
  override readonly name = 'StepFailedError';

  constructor(step: StepId, what: string) {
    super(`The step ${step} failed: ${what}`);
  }
}

/** Returns a function that calls a step of a deployment and returns its answer. */
export function stepCaller(
  deployment: string | undefined,
  client = new LambdaClient(),
): <Answer>(step: StepId, input: unknown, answer: z.ZodType<Answer>) => Promise<Answer> {
  const names = resourceNames(deployment);
  return async (step, input, answer) => {
    const command = new InvokeCommand({ FunctionName: names.lambda(step), Payload: JSON.stringify(input) });
    const { Payload, FunctionError } = await client.send(command);
    const text = Payload?.transformToString() ?? '';
    if (FunctionError !== undefined) throw new StepFailedError(step, text);
    return answer.parse(JSON.parse(text));
  };
}
