import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { ClientConfig } from './invoke-step.ts';
import { problemOf } from './system-errors.ts';
import { say, UsageError } from './verb.ts';

/** Thrown when AWS does not say to which account the credentials of the environment belong. */
export class UnknownAccountError extends Error {
  override readonly name = 'UnknownAccountError';
}

/**
 * Returns the configuration for an SDK client of a deployed stack, after it has printed the account and region. All
 * clients get the same region and credentials, so they act on the account and region that were printed.
 * @throws UsageError without a region or credentials, UnknownAccountError when AWS does not name the account.
 */
export async function deployedStack(name: string): Promise<ClientConfig> {
  const sts = new STSClient({});
  const region = await sts.config.region().catch((cause: unknown) => {
    throw new UsageError('no AWS region is set: set AWS_REGION, or AWS_PROFILE to a profile with one', {
      cause,
    });
  });
  const credentials = await sts.config.credentials().catch((cause: unknown) => {
    throw new UsageError('no AWS credentials were found: set AWS_PROFILE, or sign in first', { cause });
  });
  const config = { region, credentials };
  const account = await accountOf(new STSClient(config));
  say(`AWS account ${account}, region ${region}, stack ${name}.`);
  for (const [variable, url] of Object.entries(process.env)) {
    if (variable.startsWith('AWS_ENDPOINT_URL')) say(`The environment redirects calls: ${variable}=${url}`);
  }
  return config;
}

async function accountOf(sts: STSClient): Promise<string> {
  try {
    const { Account } = await sts.send(new GetCallerIdentityCommand({}));
    if (Account !== undefined) return Account;
  } catch (cause) {
    throw new UnknownAccountError(
      `cannot find out the AWS account, so nothing was done: ${problemOf(cause)}`,
      {
        cause,
      },
    );
  }
  throw new UnknownAccountError(
    'cannot find out the AWS account, so nothing was done: the answer names none',
  );
}
