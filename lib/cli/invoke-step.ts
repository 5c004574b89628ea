import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { resourceNames } from '../contracts/names.ts';
import type { StepId } from '../contracts/steps.ts';

/** Thrown when a function of the gate failed. */
export class StepFailedError extends Error {
  override readonly name = 'StepFailedError';
}

/** Where a gate's functions are: an embedded AWS, or AWS when no endpoint is given. */
export interface InvokeOptions {
  readonly endpoint?: string | undefined;
  /** The deployment's name. */
  readonly name?: string | undefined;
}

/** What an SDK client is told of an embedded gate. */
export interface ClientConfig {
  readonly endpoint?: string;
  readonly region?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** Answers what an SDK client needs to talk to a gate: nothing for AWS, any credentials for an embedded one. */
export function clientConfig(endpoint: string | undefined): ClientConfig {
  if (endpoint === undefined) return {};
  return { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
}

/**
 * Answers how to call a function of the gate and what it answers.
 * @throws StepFailedError when the function fails.
 */
export function invokeStep({
  endpoint,
  name,
}: InvokeOptions): (step: StepId, input: unknown) => Promise<unknown> {
  const lambda = new LambdaClient(clientConfig(endpoint));
  const names = resourceNames(name);
  return async (step, input) => {
    const command = new InvokeCommand({ FunctionName: names.lambda(step), Payload: JSON.stringify(input) });
    const { Payload, FunctionError } = await lambda.send(command);
    const text = Payload?.transformToString() ?? '';
    if (FunctionError !== undefined) throw new StepFailedError(`${names.lambda(step)} failed: ${text}`);
    return JSON.parse(text);
  };
}
