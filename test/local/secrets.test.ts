import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientOf, FixtureHost } from './fixture.ts';

const generated = {
  Type: 'AWS::SecretsManager::Secret',
  Properties: { Description: 'a key', GenerateSecretString: { PasswordLength: 64 } },
};

describe('secrets', () => {
  let host: FixtureHost;
  beforeAll(async () => {
    host = await FixtureHost.create();
  });
  afterAll(() => host.clean());

  const start = async (generatedSecret?: string) => {
    const aws = await host.start(
      {
        resources: {
          Key: generated,
          Given: {
            Type: 'AWS::SecretsManager::Secret',
            Properties: { Name: 'given', SecretString: 'as written' },
          },
        },
        outputs: { Key: { Value: { Ref: 'Key' } }, Given: { Value: { Ref: 'Given' } } },
      },
      generatedSecret === undefined ? {} : { generatedSecret },
    );
    return { aws, client: new SecretsManagerClient({ ...clientOf(aws), maxAttempts: 1 }) };
  };

  it('have the text of the template, or where AWS would make one the same at each start', async () => {
    for (const value of ['embedded', 'embedded', 'mine']) {
      const { aws, client } = await start(value === 'embedded' ? undefined : value);
      const read = async (SecretId = '') =>
        (await client.send(new GetSecretValueCommand({ SecretId }))).SecretString;
      expect(await read(aws.outputs['Key'])).toBe(value);
      expect(await read(aws.outputs['Given'])).toBe('as written');
      expect(await read('given')).toBe('as written');
    }
  });

  it('are unknown by any other name, and only read', async () => {
    const { client } = await start();
    await expect(client.send(new GetSecretValueCommand({ SecretId: 'other' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    const put = new PutSecretValueCommand({ SecretId: 'given', SecretString: 'x' });
    await expect(client.send(put)).rejects.toMatchObject({ name: 'UnknownOperationException' });
  });

  it('made from a template of their own stop the start', async () => {
    const Properties = {
      GenerateSecretString: { SecretStringTemplate: '{"user":"a"}', GenerateStringKey: 'key' },
    };
    await expect(host.start({ resources: { Key: { ...generated, Properties } } })).rejects.toThrow(
      /Key.*SecretStringTemplate/s,
    );
  });
});
