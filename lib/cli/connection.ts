import { once } from 'node:events';
import { createConnection } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type * as z from 'zod';
import { dynamoDesk } from '../adapters/aws/dynamo-desk.ts';
import { dynamoStore } from '../adapters/aws/dynamo-store.ts';
import { dynamoTable } from '../adapters/aws/dynamo-table.ts';
import type { DeskStore } from '../app/console/desk-store.ts';
import type { Store } from '../app/ports.ts';
import { DEFAULT_NAME, resourceNames } from '../contracts/names.ts';
import type { StepId } from '../contracts/steps.ts';
import { type ConsoleAnswer, type ConsoleCall, consoleAddress, consoleCaller } from './call-console.ts';
import { deployedStack } from './deployed-stack.ts';
import { type ClientConfig, embeddedGate, invokeStep } from './invoke-step.ts';
import { runningGates } from './running-gates.ts';
import { problemOf } from './system-errors.ts';
import { type Arguments, say, UsageError } from './verb.ts';

/** The options that say which gate a verb connects to. */
export const CONNECTION_OPTIONS = {
  endpoint: { type: 'string' },
  aws: { type: 'boolean' },
  name: { type: 'string' },
  console: { type: 'string' },
} as const;

/** The help lines of those options. */
export const CONNECTION_HELP = [
  '  --endpoint URL   a running "refund-gate serve"; found by itself when it was started in this folder',
  '  --aws            the deployed stack, with the AWS credentials and region of the environment',
  `  --name NAME      the deployment's name (default ${DEFAULT_NAME})`,
  '  --console URL    with --aws, the address of its console (default: asked of the deployment)',
  '',
  'Without --aws it never talks to AWS.',
];

/** How long a gate may take to accept a connection, in milliseconds. */
const CONNECT_TIMEOUT_MS = 10_000;

/** A gate on this machine: everybody may be anybody here. */
export interface LocalConnection {
  readonly where: 'here';
  /** Reads from the gate's table. */
  readonly read: <Answer>(use: (store: Store & DeskStore) => Promise<Answer>) => Promise<Answer>;
  /** Calls one of the gate's functions and returns its response. */
  readonly invoke: <Answer>(step: StepId, input: unknown, answer: z.ZodType<Answer>) => Promise<Answer>;
}

/** A deployed gate: people reach it through its console alone, which finds out who they are. */
export interface DeployedConnection {
  readonly where: 'aws';
  readonly call: (call: ConsoleCall) => Promise<ConsoleAnswer>;
}

/**
 * Returns a connection to the gate that the options name: an endpoint, AWS, or the only gate that runs in this folder.
 * @throws UsageError when there is no such gate.
 */
export async function connect(args: Arguments): Promise<LocalConnection | DeployedConnection> {
  const name = args.option('name') ?? DEFAULT_NAME;
  const names = namesOf(name);
  if (args.flag('aws')) return connectToAws(args, name);
  const config = await atEndpoint(args);
  const invoke = invokeStep(config, name);
  const options = { client: new DynamoDBClient(config), table: names.table };
  const store = { ...dynamoStore(options), ...dynamoDesk(dynamoTable(options)) };
  return {
    where: 'here',
    read: (use) => use(store).catch(sayIfForeign(config)),
    invoke: async (step, input, answer) =>
      answer.parse(await invoke(step, input).catch(sayIfForeign(config))),
  };
}

async function connectToAws(args: Arguments, name: string): Promise<DeployedConnection> {
  if (args.option('endpoint') !== undefined) throw new UsageError('--aws and --endpoint exclude each other');
  if (args.option('as') !== undefined) {
    throw new UsageError(
      '--as is only for a gate on this machine; with --aws the signature says who you are',
    );
  }
  const config = await deployedStack(name);
  const address = namedConsole(args.option('console')) ?? (await consoleAddress(config, name));
  return { where: 'aws', call: consoleCaller(address, config) };
}

function namedConsole(text: string | undefined): string | undefined {
  if (text === undefined || URL.parse(text)?.protocol === 'https:') return text;
  throw new UsageError(`--console takes an https URL, got ${JSON.stringify(text)}`);
}

/** Returns true for an SDK error about a response that no AWS service sends: not parsable, or without error name. */
function isForeign(error: unknown): boolean {
  return (
    error instanceof Error &&
    ((error instanceof SyntaxError && '$metadata' in error) || error.message === 'UnknownError')
  );
}

function sayIfForeign({ endpoint }: ClientConfig): (error: unknown) => never {
  return (error) => {
    if (endpoint === undefined || !isForeign(error)) throw error;
    throw new UsageError(`what runs at ${endpoint} does not answer as a gate does`, { cause: error });
  };
}

function namesOf(name: string) {
  try {
    return resourceNames(name);
  } catch (cause) {
    throw new UsageError(`--name takes 1 to 24 of a-z, 0-9 and "-", got ${JSON.stringify(name)}`, { cause });
  }
}

async function atEndpoint(args: Arguments): Promise<ClientConfig> {
  const endpoint = namedEndpoint(args.option('endpoint')) ?? onlyRunningGate();
  await mustAnswer(endpoint);
  say(`Talking to ${endpoint}.`);
  return embeddedGate(endpoint);
}

function namedEndpoint(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const protocol = URL.parse(text)?.protocol;
  if (protocol === 'http:' || protocol === 'https:') return text;
  throw new UsageError(
    `--endpoint takes an http or https URL, such as http://127.0.0.1:4599, got ${JSON.stringify(text)}`,
  );
}

/** Connects once. An SDK would retry many times and then report only the system's error code. */
async function mustAnswer(endpoint: string): Promise<void> {
  const { hostname, port, protocol } = new URL(endpoint);
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const socket = createConnection({ host, port: Number(port || (protocol === 'https:' ? 443 : 80)) });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(CONNECT_TIMEOUT_MS) });
  } catch (cause) {
    throw new UsageError(`cannot reach ${endpoint}: ${problemOf(cause)}`, { cause });
  } finally {
    socket.destroy();
  }
}

function onlyRunningGate(): string {
  const [endpoint, ...others] = runningGates();
  if (endpoint === undefined) {
    throw new UsageError(
      'no gate runs in this folder; start one with "refund-gate serve", or name another with --endpoint URL, or the deployed stack with --aws',
    );
  }
  if (others.length > 0) {
    const all = [endpoint, ...others].join(', ');
    throw new UsageError(`${others.length + 1} gates run in this folder; name one with --endpoint: ${all}`);
  }
  return endpoint;
}
