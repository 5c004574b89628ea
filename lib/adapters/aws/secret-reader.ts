import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** Thrown when a secret cannot be read or is empty. The step that needs it then fails, and nothing is decided. */
export class UnreadableSecretError extends Error {
  override readonly name = 'UnreadableSecretError';
  readonly secretArn: string;

  constructor(secretArn: string, why: string, options?: ErrorOptions) {
    super(`The secret ${secretArn} ${why}.`, options);
    this.secretArn = secretArn;
  }
}

/**
 * Returns a function that returns a secret's text. The first call reads the secret; it is kept as long as the process
 * lives. After a failed read the next call reads again.
 *
 * The function throws UnreadableSecretError when the secret cannot be read or is empty.
 */
export function secretReader(secretArn: string, client = new SecretsManagerClient()): () => Promise<string> {
  let kept: string | undefined;
  return async () => {
    kept ??= await readSecret(secretArn, client);
    return kept;
  };
}

async function readSecret(secretArn: string, client: SecretsManagerClient): Promise<string> {
  let text: string | undefined;
  try {
    ({ SecretString: text } = await client.send(new GetSecretValueCommand({ SecretId: secretArn })));
  } catch (cause) {
    const name = cause instanceof Error ? cause.name : 'an unknown error';
    throw new UnreadableSecretError(secretArn, `cannot be read (${name})`, { cause });
  }
  if (text === undefined || text.trim() === '') throw new UnreadableSecretError(secretArn, 'is empty');
  return text;
}
