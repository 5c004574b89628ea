import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readPolicy } from '../../lib/cli/read-policy.ts';
import { readRegister } from '../../lib/cli/read-register.ts';
import { UsageError } from '../../lib/cli/verb.ts';
import { DEFAULT_POLICY } from '../../lib/contracts/policy-document.ts';
import { judgingHalf, registerDocumentSchema } from '../../lib/contracts/register-document.ts';

const SHOP = { source: 'urn:shop', types: ['refundgate.refund.requested.v1'], accounts: ['111111111111'] };

let folder: string;
const file = (name: string, content: unknown): string => {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'refund-gate-policy-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the policy of a verb', () => {
  test('is the one that ships, without a section of producers, where no file is given', async () => {
    const { policy } = await readPolicy(undefined, undefined);
    expect(policy).toStrictEqual(DEFAULT_POLICY);
  });

  test('has the register of the other file as its section, and another hash', async () => {
    const document = { producers: [SHOP] };
    const mine = file('mine.json', { ...DEFAULT_POLICY, version: 'mine' });
    const { policy, hash } = await readPolicy(mine, file('register.json', document));
    expect(policy.version).toBe('mine');
    expect(policy.producers).toStrictEqual(judgingHalf(registerDocumentSchema.parse(document)));
    expect(hash).not.toBe((await readPolicy(mine, undefined)).hash);
  });

  test.each(['open', { version: '1', producers: [] }, { producers: [SHOP] }])(
    'is refused with a section of producers in it: %j',
    async (producers) => {
      const path = file('both.json', { ...DEFAULT_POLICY, producers });
      await expect(readPolicy(path, undefined)).rejects.toThrow(UsageError);
      await expect(readPolicy(path, undefined)).rejects.toThrow(
        'the producers register is a file of its own',
      );
    },
  );
});

describe('the register of a verb is refused in one line', () => {
  test.each([
    ['that is not there', undefined, 'cannot read the producers register'],
    ['that is no JSON', '{', 'cannot read the producers register'],
    ['that is a policy', DEFAULT_POLICY, 'is no producers register:'],
    ['with a word that is none', { producers: [{ ...SHOP, claims: ['lost'] }] }, 'producers[0].claims[0]'],
  ])('%s', async (name, content, said) => {
    const path = content === undefined ? join(folder, 'gone.json') : file(`${name}.json`, content);
    const attempt = readRegister(path);
    await expect(attempt).rejects.toThrow(UsageError);
    await expect(readRegister(path)).rejects.toThrow(said);
    await expect(readRegister(path)).rejects.not.toThrow('\n');
  });
});
