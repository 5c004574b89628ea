import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { dynamoStore } from '../adapters/aws/dynamo-store.ts';
import type { Store } from '../app/ports.ts';
import { DEFAULT_NAME, resourceNames } from '../contracts/names.ts';
import type { StepId } from '../contracts/steps.ts';
import { clientConfig, invokeStep } from './invoke-step.ts';
import { type Arguments, say } from './verb.ts';

/** The options by which a verb finds the gate it talks to. */
export const CONNECTION_OPTIONS = {
  endpoint: { type: 'string' },
  aws: { type: 'boolean' },
  name: { type: 'string' },
} as const;

/** The help lines of those options. */
export const CONNECTION_HELP = [
  '  --endpoint URL   a running "refund-gate serve"; found by itself when it runs in this folder',
  '  --aws            the deployed stack, with the AWS credentials and region of the environment',
  `  --name NAME      the deployment's name (default ${DEFAULT_NAME})`,
];

/** A gate, running here or on AWS. */
export interface Connection {
  readonly store: Store;
  /** Calls one of its functions and answers what it answered. */
  readonly invoke: <Answer>(step: StepId, input: unknown, answer: z.ZodType<Answer>) => Promise<Answer>;
}

const RUNNING_FILE = join('.refund-gate', 'running.json');

const runningSchema = z.object({ endpoint: z.url(), pid: z.int() });

/** Notes where the gate of this folder runs, so that the other verbs find it. */
export function noteRunning(endpoint: string): () => void {
  mkdirSync(dirname(RUNNING_FILE), { recursive: true });
  writeFileSync(RUNNING_FILE, JSON.stringify({ endpoint, pid: process.pid }));
  return () => rmSync(RUNNING_FILE, { force: true });
}

/** Answers a connection to the gate the options name: an endpoint, AWS, or what runs in this folder. */
export function connect(args: Arguments): Connection {
  const endpoint = args.flag('aws') ? undefined : (args.option('endpoint') ?? runningEndpoint());
  if (endpoint !== undefined) say(`Talking to ${endpoint}.`);
  const name = args.option('name');
  const invoke = invokeStep({ endpoint, name });
  return {
    store: dynamoStore({
      client: new DynamoDBClient(clientConfig(endpoint)),
      table: resourceNames(name).table,
    }),
    invoke: async (step, input, answer) => answer.parse(await invoke(step, input)),
  };
}

function runningEndpoint(): string | undefined {
  try {
    const running = runningSchema.parse(JSON.parse(readFileSync(RUNNING_FILE, 'utf8')));
    process.kill(running.pid, 0);
    return running.endpoint;
  } catch {
    return undefined;
  }
}
