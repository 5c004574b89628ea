import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { secretReader, UnreadableSecretError } from '../../lib/adapters/aws/secret-reader.ts';

const ARN = 'arn:aws:secretsmanager:eu-central-1:111111111111:secret:key-AbCdEf';

describe('the reader of a secret', () => {
  const client = new SecretsManagerClient({ region: 'eu-central-1' });
  let send = vi.spyOn(client, 'send');
  const answers = (SecretString: string | undefined) =>
    send.mockImplementationOnce(async () => ({ SecretString, $metadata: {} }));

  beforeEach(() => {
    send = vi.spyOn(client, 'send');
  });

  afterEach(() => send.mockRestore());

  it('reads it at the first call, and keeps it', async () => {
    answers('a key');
    const read = secretReader(ARN, client);
    expect(send).not.toHaveBeenCalled();
    expect([await read(), await read()]).toStrictEqual(['a key', 'a key']);
    expect(send).toHaveBeenCalledTimes(1);
    expect(send.mock.calls[0]?.[0].input).toStrictEqual({ SecretId: ARN });
  });

  it.each([undefined, '', ' \n'])('fails when it holds %j', async (text) => {
    answers(text);
    const attempt = secretReader(ARN, client)();
    await expect(attempt).rejects.toThrow(UnreadableSecretError);
    await expect(attempt).rejects.toThrow(`The secret ${ARN} is empty.`);
  });

  it('fails when it cannot be read, says why, and tries again at the next call', async () => {
    const denied = Object.assign(new Error('no'), { name: 'AccessDeniedException' });
    send.mockImplementationOnce(() => Promise.reject(denied));
    answers('a key');
    const read = secretReader(ARN, client);
    const attempt = read();
    await expect(attempt).rejects.toThrow(`The secret ${ARN} cannot be read (AccessDeniedException).`);
    await expect(attempt).rejects.toMatchObject({ name: 'UnreadableSecretError', cause: denied });
    expect(await read()).toBe('a key');
  });
});
