import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { GATE_SOURCE } from '../../lib/contracts/names.ts';
import {
  type DeclaredProducer,
  PRODUCED_TYPES,
  registerDocumentSchema,
} from '../../lib/contracts/register-document.ts';
import { PERMISSIONS } from '../../lib/infra/permissions.ts';
import { STEP_IDS } from '../../lib/infra/step-ids.ts';
import { busPolicySchema, type Caller, letsThrough, type Put } from './bus-evaluator.ts';
import { synthesize } from './synthesize.ts';
import { resolveText, type SynthesizedTemplate, theResource } from './synthesized-template.ts';

const OWN_ACCOUNT = '999999999999';
const OUTSIDE = '888888888888';
const FILE = fileURLToPath(new URL('producers.json', import.meta.url));
const { producers } = registerDocumentSchema.parse(JSON.parse(readFileSync(FILE, 'utf8')));

/** All roles that the register names, one more in each account that it names, the own account and one outside. */
const CALLERS: readonly Caller[] = [
  ...accountsNamed(producers).flatMap((account) =>
    ['role/other', 'root', 'user/ana'].map((name) => ({ account, arn: `arn:aws:iam::${account}:${name}` })),
  ),
  ...producers.flatMap(({ roles = [] }) =>
    roles.flatMap((arn) => [
      { account: accountIn(arn), arn },
      { account: accountIn(arn), arn: `${arn}-2` },
      { account: OUTSIDE, arn: arn.replace(accountIn(arn), OUTSIDE) },
    ]),
  ),
  { account: OUTSIDE, arn: `arn:aws:iam::${OUTSIDE}:role/other` },
  { account: OWN_ACCOUNT, arn: `arn:aws:iam::${OWN_ACCOUNT}:role/Administrator` },
  {},
];

const SOURCES = [
  ...producers.map(({ source }) => source),
  'urn:undeclared',
  'URN:UPS',
  'urn:ups:',
  '',
  GATE_SOURCE,
];
const TYPES = [...PRODUCED_TYPES, 'refundgate.refund.approved.v1', 'refundgate.review.decided.v1'];

function accountIn(arn: string): string {
  return arn.split(':')[4] ?? '';
}

function accountsNamed(declared: readonly DeclaredProducer[]): readonly string[] {
  return [
    ...new Set(declared.flatMap(({ accounts = [], roles = [] }) => [...accounts, ...roles.map(accountIn)])),
  ];
}

/** What the register says, in its own words: this is written without looking at how the policy says it. */
function isExpected({ caller, sources: [source = ''], type }: Put): boolean {
  const producer = producers.find((one) => one.source === source);
  if (producer === undefined || caller.account === undefined || caller.arn === undefined) return false;
  const { accounts = [], roles = [] } = producer;
  if (!accounts.includes(caller.account) && !roles.includes(caller.arn)) return false;
  return caller.account === OWN_ACCOUNT || producer.types.some((one) => one === type);
}

function statementsOf(template: SynthesizedTemplate) {
  const [, { Properties }] = theResource(template, 'AWS::Events::EventBus', 'Name', 'refund-gate');
  const text = JSON.stringify(resolveText(Properties['Policy'])).replaceAll(/\$\{AWS::Partition\}/g, 'aws');
  return busPolicySchema.parse(JSON.parse(text)).Statement;
}

function roleOf(template: SynthesizedTemplate, step: string): string {
  const name = `refund-gate-${step}`;
  const [, { Properties }] = theResource(template, 'AWS::Lambda::Function', 'FunctionName', name);
  return z.string().parse(resolveText(Properties['Role']));
}

describe('the policy of the bus, made from a register', () => {
  let template: SynthesizedTemplate;
  let statements: ReturnType<typeof statementsOf>;
  const passes = (put: Put): boolean => letsThrough(statements, put, OWN_ACCOUNT);

  beforeAll(() => {
    template = synthesize({ producers: FILE }).plain;
    statements = statementsOf(template);
  });

  it('lets through what the register says and nothing else, for every caller, source and type', () => {
    const puts = CALLERS.flatMap((caller) =>
      SOURCES.flatMap((source) => TYPES.map((type) => ({ caller, sources: [source], type }))),
    );
    expect(puts.filter(isExpected).length).toBeGreaterThan(20);
    expect(puts.filter((put) => passes(put) !== isExpected(put))).toStrictEqual([]);
  });

  it('lets each producer of the register send each of its types', () => {
    const kept = producers.map(({ source, accounts = [], roles = [], types }) => {
      const callers = [
        ...accounts.map((account) => ({ account, arn: `arn:aws:iam::${account}:role/any` })),
        ...roles.map((arn) => ({ account: accountIn(arn), arn })),
      ];
      const puts = callers.flatMap((caller) => types.map((type) => ({ caller, sources: [source], type })));
      return puts.length > 0 && puts.every(passes);
    });
    expect(kept).toStrictEqual(producers.map(() => true));
  });

  it('lets no caller mix a source of others into a call', () => {
    const type = 'refundgate.scan.recorded.v1';
    const puts = CALLERS.flatMap((caller) =>
      SOURCES.flatMap((one) => SOURCES.map((other) => ({ caller, sources: [one, other], type }))),
    );
    const mixed = puts.filter(
      (put) =>
        passes(put) &&
        !put.sources.every((source) => letsThrough(statements, { ...put, sources: [source] }, OWN_ACCOUNT)),
    );
    expect(mixed).toStrictEqual([]);
  });

  it('lets only the steps that publish speak as the gate', () => {
    const heard = STEP_IDS.filter((step) => {
      const caller = { account: OWN_ACCOUNT, arn: roleOf(template, step) };
      return passes({ caller, sources: [GATE_SOURCE], type: 'refundgate.refund.approved.v1' });
    });
    expect(heard).toStrictEqual(STEP_IDS.filter((step) => PERMISSIONS[step].publishes !== undefined));
  });

  it('has a Deny for each set of accounts and roles, and an Allow for each set of types', () => {
    const count = (effect: string) => statements.filter(({ Effect }) => Effect === effect).length;
    expect([count('Deny'), count('Allow')]).toStrictEqual([7, 3]);
  });

  it('names its bus and no role as a principal, which would be bound to the id of the role', () => {
    for (const { Resource } of statements) {
      expect(Resource).toMatch(
        /^arn:aws:events:\$\{AWS::Region\}:\$\{AWS::AccountId\}:event-bus\/refund-gate$/,
      );
    }
    const principals = statements.flatMap(({ Principal }) => (Principal === '*' ? [] : Principal.AWS));
    expect(principals.filter((arn) => !/^arn:aws:iam::\d{12}:root$/.test(arn))).toStrictEqual([]);
  });
});

describe.each(['open', 'trial'])('the policy of the bus, with producers=%s', (word) => {
  it('keeps the source of the gate to itself, and lets in no other account', () => {
    const { plain } = synthesize({ producers: word });
    const statements = statementsOf(plain);
    const put = (account: string, source: string): Put => ({
      caller: { account, arn: `arn:aws:iam::${account}:role/Administrator` },
      sources: [source],
      type: 'refundgate.scan.recorded.v1',
    });
    const passes = (one: Put): boolean => letsThrough(statements, one, OWN_ACCOUNT);
    expect(passes(put(OWN_ACCOUNT, 'anything'))).toBe(true);
    expect(passes(put(OUTSIDE, 'anything'))).toBe(false);
    expect(passes(put(OWN_ACCOUNT, GATE_SOURCE))).toBe(false);
  });
});
