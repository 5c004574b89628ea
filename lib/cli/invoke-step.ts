import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { resourceNames } from '../contracts/names.ts';
import type { StepId } from '../contracts/steps.ts';

/** Thrown when a function of the gate failed. */
export class StepFailedError extends Error {
  override readonly name = 'StepFailedError';
}

/** The configuration of an SDK client for one gate. */
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

/** Returns the configuration of an SDK client for an embedded gate. It uses nothing from the environment. */
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
 * Returns a function that calls a step of the gate and returns the step's response. It throws StepFailedError when the
 * step fails.
 * @param name - the deployment's name, if it is not the default.
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
