import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type IamRequest, isAllowed, isDenied, parseStatements, type Statement } from './iam-evaluator.ts';
import { synthesize } from './synthesize.ts';
import { resolveText, resourcesOf, type SynthesizedTemplate, theResource } from './synthesized-template.ts';

const ROLE = 'arn:aws:iam::123456789012:role/ops';
const OTHER_RULE = 'arn:aws:events:eu-central-1:123456789012:rule/another-bus/another-rule';

/** The ids of the rule that fills the intake queue, of that queue, and of the queue of what the rule cannot deliver. */
interface WayIn {
  readonly rule: string;
  readonly intake: string;
  readonly undelivered: string;
}

let template: SynthesizedTemplate;
let ids: WayIn;

function wayInto(plain: SynthesizedTemplate): WayIn {
  const [intake] = theResource(plain, 'AWS::SQS::Queue', 'QueueName', 'refund-gate-intake');
  const rules = resourcesOf(plain, 'AWS::Events::Rule').filter(([, { Properties }]) =>
    JSON.stringify(Properties['Targets']).includes(`"${intake}"`),
  );
  const [only] = rules;
  if (only === undefined || rules.length > 1) throw new Error(`${rules.length} rules fill the intake queue.`);
  const [rule, { Properties }] = only;
  const targets = z
    .array(z.object({ DeadLetterConfig: z.object({ Arn: z.string() }) }))
    .parse(resolveText(Properties['Targets']));
  const undelivered = targets[0]?.DeadLetterConfig.Arn.replace(/^\$\{(\w+)\.Arn\}$/, '$1') ?? '';
  return { rule, intake, undelivered };
}

function policyOf(plain: SynthesizedTemplate, queue: string): readonly Statement[] {
  const policies = resourcesOf(plain, 'AWS::SQS::QueuePolicy').filter(([, { Properties }]) =>
    JSON.stringify(Properties['Queues']).includes(`"${queue}"`),
  );
  expect(policies).toHaveLength(1);
  return parseStatements(resolveText(policies[0]?.[1].Properties['PolicyDocument']));
}

function send(queue: string, context: IamRequest['context']): IamRequest {
  const always = { 'aws:SecureTransport': ['true'] };
  return { action: 'sqs:SendMessage', resource: `\${${queue}.Arn}`, context: { ...always, ...context } };
}

beforeAll(() => {
  template = synthesize().plain;
  ids = wayInto(template);
});

describe.each(['intake', 'undelivered'] as const)('the %s queue', (name) => {
  it('lets the bus’s rule send, and allows nobody else', () => {
    const statements = policyOf(template, ids[name]);
    const rule = { 'aws:SourceArn': [`\${${ids.rule}.Arn}`] };
    expect(isAllowed(statements, send(ids[name], rule))).toBe(true);
    const allowed = statements.filter(({ Effect }) => Effect === 'Allow');
    expect(allowed.map(({ Principal }) => Principal)).toStrictEqual([{ Service: 'events.amazonaws.com' }]);
  });

  it.each([
    ['a principal of any account', { 'aws:PrincipalArn': [ROLE] }],
    ['another rule', { 'aws:SourceArn': [OTHER_RULE] }],
    ['a service that acts for nothing', {}],
  ])('denies %s to send, whatever else allows it', (_, context) => {
    expect(isDenied(policyOf(template, ids[name]), send(ids[name], context))).toBe(true);
  });

  it('denies what is sent without TLS', () => {
    const rule = { 'aws:SourceArn': [`\${${ids.rule}.Arn}`], 'aws:SecureTransport': ['false'] };
    expect(isDenied(policyOf(template, ids[name]), send(ids[name], rule))).toBe(true);
  });
});

describe('a role that may move dead letters back', () => {
  it('may send to the intake queue, alone, and not to the other', () => {
    const { plain } = synthesize({ redriver: ROLE });
    const { intake, undelivered } = wayInto(plain);
    const as = (role: string) => ({ 'aws:PrincipalArn': [role] });
    expect(isDenied(policyOf(plain, intake), send(intake, as(ROLE)))).toBe(false);
    expect(isDenied(policyOf(plain, intake), send(intake, as(`${ROLE}2`)))).toBe(true);
    expect(isDenied(policyOf(plain, undelivered), send(undelivered, as(ROLE)))).toBe(true);
  });
});
