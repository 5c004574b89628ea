import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { resourceNames } from '../contracts/names.ts';
import type { StepId } from '../contracts/steps.ts';

/** Thrown when a function of the gate failed. */
export class StepFailedError extends Error {
  override readonly name = 'StepFailedError';
}

/** What an SDK client needs to reach one gate. */
export interface ClientConfig {
  readonly endpoint?: string;
  readonly region: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  readonly useFipsEndpoint?: boolean;
  readonly useDualstackEndpoint?: boolean;
}

/** Returns what an SDK client needs to reach an embedded gate, and nothing else: the environment has no say. */
export function embeddedGate(endpoint: string): ClientConfig {
  return {
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
  };
}

/**
 * Returns how to call a function of the gate and what it answers.
 * @param name - the deployment's name, unless it is the usual one.
 * @throws StepFailedError when the function fails.
 */
export function invokeStep(
  config: ClientConfig,
  name?: string,
): (step: StepId, input: unknown) => Promise<unknown> {
  const lambda = new LambdaClient(config);
  const names = resourceNames(name);
  return async (step, input) => {
    const command = new InvokeCommand({ FunctionName: names.lambda(step), Payload: JSON.stringify(input) });
    const { Payload, FunctionError } = await lambda.send(command);
    const text = Payload?.transformToString() ?? '';
    if (FunctionError !== undefined) throw new StepFailedError(`${names.lambda(step)} failed: ${text}`);
    return JSON.parse(text);
  };
}
