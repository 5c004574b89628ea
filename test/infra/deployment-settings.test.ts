import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../lib/contracts/policy-document.ts';
import { DeploymentSettingError, readSettings } from '../../lib/infra/deployment-settings.ts';
import { synthesize } from './synthesize.ts';
import { resourcesOf } from './synthesized-template.ts';

const read = (context: Record<string, unknown>) =>
  readSettings((key) => ({ producers: 'open', ...context })[key]);

describe('the settings of a deployment', () => {
  it('are these where the context says nothing', () => {
    expect(read({})).toStrictEqual({
      name: 'refund-gate',
      escalationEmails: [],
      alarmEmails: [],
      consoleUrl: undefined,
      signIn: undefined,
      reservedConcurrency: undefined,
      policy: undefined,
      shadowPolicy: undefined,
      producers: 'open',
      redriver: undefined,
    });
  });

  it.each([
    ['a@example.com, b@example.com', ['a@example.com', 'b@example.com']],
    ['["a@example.com","b@example.com"]', ['a@example.com', 'b@example.com']],
    [['a@example.com'], ['a@example.com']],
    ['a@example.com,a@example.com', ['a@example.com']],
    ['', []],
  ])('read e-mail addresses from %j', (escalationEmails, expected) => {
    expect(read({ escalationEmails }).escalationEmails).toStrictEqual(expected);
  });

  it.each([
    ['5', 5],
    [1, 1],
    [100, 100],
    ['', undefined],
  ])('read the reserved concurrency from %j', (reservedConcurrency, expected) => {
    expect(read({ reservedConcurrency }).reservedConcurrency).toBe(expected);
  });

  it.each([
    ['abc', 'abc'],
    ['a23456789012345678901234', 'a23456789012345678901234'],
  ])('allow the name %s', (name, expected) => {
    expect(read({ name }).name).toBe(expected);
  });

  it.each([
    ['redriver', 'ops'],
    ['redriver', 'arn:aws:iam::111111111111:role/*'],
    ['redriver', 'arn:aws:iam::111111111111:user/ops'],
    ['redriver', ['arn:aws:iam::111111111111:role/ops']],
    ['name', 'ab'],
    ['name', 'a234567890123456789012345'],
    ['name', '1st-gate'],
    ['name', 'Refund-Gate'],
    ['name', 7],
    ['escalationEmails', 'nobody'],
    ['escalationEmails', '["a@example.com"'],
    ['escalationEmails', ['a@example.com', 7]],
    ['escalationEmails', {}],
    ['alarmEmails', 'a@example.com; b@example.com'],
    ['consoleUrl', 'http://cases.example.com'],
    ['consoleUrl', 'cases.example.com'],
    ['consoleUrl', 'javascript:alert(1)'],
    ['consoleUrl', 'https://cases.example.com/refunds'],
    ['consoleUrl', 'https://ana@cases.example.com'],
    ['consoleUrl', 7],
    ['signIn', 7],
    ['signIn', '{"issuer":"https://issuer.example"}'],
    ['reservedConcurrency', 0],
    ['reservedConcurrency', 101],
    ['reservedConcurrency', '-1'],
    ['reservedConcurrency', '1.5'],
    ['reservedConcurrency', 1.5],
    ['reservedConcurrency', 'five'],
    ['reservedConcurrency', { 'manage-stops': 5 }],
    ['policy', 7],
    ['shadowPolicy', ['a.json']],
    ['producers', '{"carriers":["222222222222"]}'],
    ['producers', { carriers: ['222222222222'] }],
    ['producers', ['open']],
    ['producers', 'Open'],
  ])('refuse %s %j, and say what was got and what is allowed', (key, got) => {
    const attempt = () => read({ [key]: got });
    expect(attempt).toThrow(DeploymentSettingError);
    expect(attempt).toThrow(`Context "${key}" is `);
    expect(attempt).toThrow(`; got ${JSON.stringify(got)}.`);
  });

  it.each([
    ['https://cases.example.com', 'https://cases.example.com'],
    ['https://cases.example.com/', 'https://cases.example.com'],
    ['', undefined],
  ])('read the address of the console from %j', (consoleUrl, expected) => {
    expect(read({ consoleUrl }).consoleUrl).toBe(expected);
  });
});

describe('the policies of a deployment', () => {
  let folder: string;
  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'refund-gate-policies-'));
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  it('are read from the files that the context names', () => {
    const policy = { ...DEFAULT_POLICY, version: 'mine' };
    const shadowPolicy = { ...DEFAULT_POLICY, version: 'tried' };
    const context = {
      policy: file('mine.json', JSON.stringify(policy)),
      shadowPolicy: file('tried.json', JSON.stringify(shadowPolicy)),
    };
    expect(read(context)).toMatchObject({ policy, shadowPolicy });
  });

  it.each([
    ['gone.json', undefined, /but it cannot be read \(ENOENT/],
    ['half.json', '{"version":', /but it cannot be read \(.*JSON/],
    ['other.json', '{"version":"1"}', /but it is no policy \(.*base/],
    [
      'misspelt.json',
      JSON.stringify({ ...DEFAULT_POLICY, linkedDay: 7 }),
      /but it is no policy \(.*linkedDay/,
    ],
  ])('are refused from %s, with the reason in one line', (name, text, reason) => {
    const path = text === undefined ? join(folder, name) : file(name, text);
    for (const key of ['policy', 'shadowPolicy']) {
      const attempt = () => read({ [key]: path });
      expect(attempt).toThrow(DeploymentSettingError);
      expect(attempt).toThrow(reason);
      expect(attempt).toThrow(`; got ${JSON.stringify(path)}.`);
    }
  });
});

describe('the producers of a deployment', () => {
  const ROLES = ['arn:aws:iam::111111111111:role/returns'];
  const shop = { source: 'urn:acme:returns', types: ['refundgate.refund.requested.v1'], roles: ROLES };
  let folder: string;
  const attempt = (...producers: readonly object[]) => {
    const path = join(folder, 'producers.json');
    writeFileSync(path, JSON.stringify({ producers }));
    return read({ producers: path }).producers;
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'refund-gate-producers-'));
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([undefined, ''])('have no default: %j is refused, and both ways are named', (producers) => {
    const missing = () => read({ producers });
    expect(missing).toThrow('Context "producers" is needed: -c producers=FILE');
    expect(missing).toThrow('or -c producers=open');
  });

  it('are read from the file that the context names', () => {
    expect(attempt(shop)).toStrictEqual({ producers: [shop] });
  });

  it('were JSON, and are a file now', () => {
    expect(() => read({ producers: '{"carriers":["222222222222"]}' })).toThrow('a file now');
    expect(() => read({ producers: { carriers: ['222222222222'] } })).toThrow('a file now');
  });

  it('each list accounts or roles: the one that does not is named', () => {
    const { roles: _, ...nobody } = { ...shop, source: 'urn:acme:nobody' };
    expect(() => attempt(shop, nobody)).toThrow('"urn:acme:nobody" does not');
    expect(attempt({ ...nobody, accounts: ['111111111111'] })).toMatchObject({ producers: [{}] });
  });

  it('are refused with the reason in one line', () => {
    expect(() => attempt({ ...shop, roles: ['returns'] })).toThrow(
      /but it is no producers register \([^\n]*the ARN of a role[^\n]*producers\[0\]\.roles\[0\]\)/,
    );
  });

  it.each([
    ['PT59M', false],
    ['PT1H', true],
    ['PT90M', false],
    ['P1DT1H', true],
    ['P7D', true],
    ['P7DT1H', false],
    ['PT0M', false],
  ])('may be quiet for %s, as an alarm can tell: %j', (quietFor, isAllowed) => {
    if (isAllowed) expect(attempt({ ...shop, quietFor })).toMatchObject({ producers: [{ quietFor }] });
    else expect(() => attempt({ ...shop, quietFor })).toThrow('1 to 168 whole hours');
  });

  it('are not in the policy: the register is a file of its own', () => {
    const path = join(folder, 'policy.json');
    for (const producers of ['open', { version: '1', producers: [] }, { producers: [shop] }]) {
      writeFileSync(path, JSON.stringify({ ...DEFAULT_POLICY, producers }));
      expect(() => read({ policy: path })).toThrow('the producers register is a file of its own');
      expect(() => read({ shadowPolicy: path })).toThrow('the producers register is a file of its own');
    }
  });
});

describe('a deployment', () => {
  it('names everything after itself, so that two live in one account', () => {
    const { plain } = synthesize({ name: 'emea' });
    const names = Object.values(plain.Resources).flatMap(({ Properties }) =>
      Object.entries(Properties).flatMap(([key, value]) =>
        /Name$/.test(key) && typeof value === 'string' ? [value] : [],
      ),
    );
    expect(names.length).toBeGreaterThan(30);
    expect(
      names.filter(
        (name) =>
          !/^(emea\b|\/aws\/(lambda|vendedlogs\/states)\/emea-|Errors|Invocations|RejectedEvents|NobodyMayDecide|PaidAndContradicted|DistrustedSince|UnreadableItems|Approx|Executions|AWS\/|\$default$|(?:reviewer|supervisor|auditor|console)$)/.test(
            name,
          ),
      ),
    ).toStrictEqual([]);
  });

  it.each([
    [{}, {}],
    [
      { reservedConcurrency: '5' },
      {
        'refund-gate-console': 5,
        'refund-gate-manage-cases': 5,
        'refund-gate-manage-stops': 5,
        'refund-gate-review-refund': 5,
      },
    ],
  ])('with %j sets aside calls for people and for nothing else: %j', (context, expected) => {
    const functions = resourcesOf(synthesize(context).plain, 'AWS::Lambda::Function');
    const reserved = functions.flatMap(([, { Properties }]) =>
      'ReservedConcurrentExecutions' in Properties
        ? [[Properties['FunctionName'], Properties['ReservedConcurrentExecutions']]]
        : [],
    );
    expect(Object.fromEntries(reserved)).toStrictEqual(expected);
  });

  it('asks the people it was told to ask', () => {
    const { plain } = synthesize({ escalationEmails: 'a@example.com,b@example.com' });
    const endpoints = resourcesOf(plain, 'AWS::SNS::Subscription').map(
      ([, { Properties }]) => Properties['Endpoint'],
    );
    expect(endpoints).toStrictEqual(['a@example.com', 'b@example.com']);
  });
});
