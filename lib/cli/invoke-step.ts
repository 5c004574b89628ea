import { LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import { stepCaller } from '../adapters/aws/call-step.ts';
import type { StepId } from '../contracts/steps.ts';

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
 * Returns a function that calls a step of the gate and returns the step's response, whatever it is. It throws StepFailedError
 * when the step fails.
 * @param name - the deployment's name, if it is not the default.
 */
export function invokeStep(
  config: ClientConfig,
  name?: string,
): (step: StepId, input: unknown) => Promise<unknown> {
  const call = stepCaller(name, new LambdaClient(config));
  return (step, input) => call(step, input, z.unknown());
}
