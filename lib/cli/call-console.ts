import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import * as z from 'zod';
import { resourceNames } from '../contracts/names.ts';
import type { ClientConfig } from './invoke-step.ts';
import { problemOf } from './system-errors.ts';
import { UsageError } from './verb.ts';

/** One request to the console's API: a GET, or a POST if it has a body. */
export interface ConsoleCall {
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
}

/** The answer to a request: its status and its JSON. */
export interface ConsoleAnswer {
  readonly status: number;
  readonly json: unknown;
}

/** How long the console may take to answer, in milliseconds: longer than its own time-out. */
const TIMEOUT_MS = 35_000;

/**
 * Returns a function that calls the API of a console, signed with the caller's AWS credentials. Who that is, the console
 * finds out from the signature.
 */
export function consoleCaller(
  address: string,
  { region, credentials }: Pick<ClientConfig, 'region' | 'credentials'>,
): (call: ConsoleCall) => Promise<ConsoleAnswer> {
  const signer = new SignatureV4({ service: 'execute-api', region, credentials, sha256: Sha256 });
  const { protocol, hostname, host, port } = new URL(address);
  return async ({ path, query = {}, body }) => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const signed = await signer.sign({
      method: body === undefined ? 'GET' : 'POST',
      protocol,
      hostname,
      ...(port === '' ? {} : { port: Number(port) }),
      path,
      query: { ...query },
      headers: { host, ...(text === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(text === undefined ? {} : { body: text }),
    });
    const url = new URL(path, address);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const { host: _, ...headers } = signed.headers;
    const answer = await fetch(url, {
      method: signed.method,
      headers,
      ...(text === undefined ? {} : { body: text }),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch((cause: unknown) => {
      throw new UsageError(`cannot reach the console at ${address}: ${problemOf(cause)}`, { cause });
    });
    const json: unknown = await answer.json().catch(() => undefined);
    return { status: answer.status, json };
  };
}

/**
 * Returns the address of a deployment's console, as its function knows it.
 * @throws UsageError when it cannot be found out.
 */
export async function consoleAddress(config: ClientConfig, name: string): Promise<string> {
  const FunctionName = resourceNames(name).lambda('console');
  try {
    const answer = await new LambdaClient(config).send(new GetFunctionConfigurationCommand({ FunctionName }));
    return z.url().parse(answer.Environment?.Variables?.['CONSOLE_URL']);
  } catch (cause) {
    throw new UsageError(
      `cannot find the console of "${name}" (${problemOf(cause)}); name it with --console URL`,
      { cause },
    );
  }
}
