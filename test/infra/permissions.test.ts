import { beforeAll, describe, expect, it } from 'vitest';
import { DUE_INDEX, GATE_SOURCE, REVIEWS_INDEX, resourceNames } from '../../lib/contracts/names.ts';
import type { StepId } from '../../lib/contracts/steps.ts';
import { type ItemVerb, PERMISSIONS } from '../../lib/infra/permissions.ts';
import { STEP_IDS } from '../../lib/infra/step-ids.ts';
import { localAccount } from '../../lib/local/local-account.ts';
import { isAllowed, type Statement } from './iam-evaluator.ts';
import { statementsOfStep } from './role-statements.ts';
import { sharedTemplate } from './shared-template.ts';
import type { SynthesizedTemplate } from './synthesized-template.ts';

let template: SynthesizedTemplate;
let tableArn: string;
let busArn: string;
let statements: ReadonlyMap<StepId, readonly Statement[]>;

beforeAll(() => {
  template = sharedTemplate();
  // The template that all tests share is one for this machine, whose account is known.
  const arnOf = (service: string, resource: string): string =>
    `arn:\${AWS::Partition}:${service}:\${AWS::Region}:${localAccount.accountId}:${resource}`;
  tableArn = arnOf('dynamodb', `table/${resourceNames().table}`);
  busArn = arnOf('events', `event-bus/${resourceNames().bus}`);
  statements = new Map(STEP_IDS.map((step) => [step, statementsOfStep(template, step)]));
});

const VERB_OF: Readonly<Record<string, ItemVerb>> = {
  'dynamodb:GetItem': 'get',
  'dynamodb:Query': 'query',
  'dynamodb:PutItem': 'put',
  'dynamodb:UpdateItem': 'update',
};

const TABLE_ACTIONS = [
  ...Object.keys(VERB_OF),
  'dynamodb:DeleteItem',
  'dynamodb:Scan',
  'dynamodb:BatchGetItem',
  'dynamodb:BatchWriteItem',
  'dynamodb:ConditionCheckItem',
  'dynamodb:PartiQLSelect',
  'dynamodb:PartiQLUpdate',
  'dynamodb:PartiQLDelete',
  'dynamodb:DescribeTable',
  'dynamodb:UpdateTable',
  'dynamodb:DeleteTable',
];

const KEYS = [
  'REFUND#re_1',
  'RETURN#rma_1',
  'ORDER#o_1',
  'SUBJECT#employee#emp_7',
  'POLICY#sha256:1',
  'STOPS',
  'STOPS#all',
  'PHOTO#5f',
  'LOGIN#ana@example.com',
  'LOGIN',
  'ROSTER',
  'ROSTER#1',
  'BASELINES',
  'OVERVIEW',
  'OVERVIEW#1',
  'PROFILE#1',
  'xREFUND#re_1',
  undefined,
];

const MAY_ITEM = (step: StepId, action: string, key: string | undefined): boolean => {
  const verb = VERB_OF[action];
  if (verb === undefined || key === undefined) return false;
  return Object.entries(PERMISSIONS[step].items ?? {}).some(
    ([prefix, verbs]) =>
      (prefix.endsWith('#') ? key.startsWith(prefix) : key === prefix) && verbs.includes(verb),
  );
};

describe.each(STEP_IDS)('the role of %s', (step) => {
  it('may do with each item what the table of permissions says, and nothing else', () => {
    const wrong = TABLE_ACTIONS.flatMap((action) =>
      KEYS.filter((key) => {
        const context = key === undefined ? {} : { 'dynamodb:LeadingKeys': [key] };
        const allowed = isAllowed(statements.get(step) ?? [], { action, resource: tableArn, context });
        return allowed !== MAY_ITEM(step, action, key);
      }).map((key) => `${action} on ${key ?? 'no key'}`),
    );
    expect(wrong).toStrictEqual([]);
  });

  it('may not reach another item beside one of its own', () => {
    const allowed = TABLE_ACTIONS.filter((action) =>
      isAllowed(statements.get(step) ?? [], {
        action,
        resource: tableArn,
        context: {
          'dynamodb:LeadingKeys': ['REFUND#re_1', 'RETURN#rma_1', 'SUBJECT#employee#emp_7', 'OTHER#1'],
        },
      }),
    );
    expect(allowed).toStrictEqual([]);
  });

  it('may read an index only to list what is due or under review, and only if that is its work', () => {
    const allowed = TABLE_ACTIONS.flatMap((action) =>
      [DUE_INDEX, REVIEWS_INDEX, '*']
        .map((index) => ({ action, resource: `${tableArn}/index/${index}`, context: {} }))
        .filter((request) => isAllowed(statements.get(step) ?? [], request))
        .map(({ resource }) => `${action} ${resource.replace(tableArn, '')}`),
    );
    const { listsDue, listsReviews } = PERMISSIONS[step];
    expect(allowed).toStrictEqual([
      ...(listsDue ? ['dynamodb:Query /index/due'] : []),
      ...(listsReviews ? ['dynamodb:Query /index/reviews'] : []),
    ]);
  });

  it('may publish its own event types in the name of the gate, and nothing else', () => {
    const types = [
      ...new Set([
        ...STEP_IDS.flatMap((id) => PERMISSIONS[id].publishes ?? []),
        'refundgate.refund.requested.v1',
        'refundgate.scan.recorded.v1',
        'refundgate.refund.approved.v2',
      ]),
    ];
    const put = (type: string, sources: readonly string[]) =>
      isAllowed(statements.get(step) ?? [], {
        action: 'events:PutEvents',
        resource: busArn,
        context: { 'events:detail-type': [type], 'events:source': sources },
      });
    expect(types.filter((type) => put(type, [GATE_SOURCE]))).toStrictEqual(PERMISSIONS[step].publishes ?? []);
    expect(
      types.filter((type) => put(type, ['shop']) || put(type, []) || put(type, [GATE_SOURCE, 'shop'])),
    ).toStrictEqual([]);
  });

  it('has no action besides those, its log and its own queues, machine and topic', () => {
    const {
      items = {},
      listsDue,
      listsReviews,
      calls,
      publishes,
      takesIn,
      startsGate,
      answersReview,
      asksPeople,
      readsAuditKey,
      runsByClock,
    } = PERMISSIONS[step];
    const verbs = new Set(Object.values(items).flat());
    if (listsDue || listsReviews) verbs.add('query');
    const expected = [
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      ...Object.entries(VERB_OF).flatMap(([action, verb]) => (verbs.has(verb) ? [action] : [])),
      ...(calls ? ['lambda:InvokeFunction'] : []),
      ...(publishes ? ['events:PutEvents'] : []),
      ...(takesIn ? ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'] : []),
      ...(startsGate ? ['states:StartExecution'] : []),
      ...(answersReview ? ['states:SendTaskSuccess'] : []),
      ...(asksPeople ? ['sns:Publish'] : []),
      ...(readsAuditKey ? ['secretsmanager:GetSecretValue'] : []),
      ...(runsByClock ? ['sqs:SendMessage'] : []),
    ];
    const actions = (statements.get(step) ?? []).flatMap(({ Action }) => Action);
    expect([...new Set(actions)].sort()).toStrictEqual(expected.sort());
  });

  it('names every resource in full', () => {
    expect(
      (statements.get(step) ?? []).flatMap(({ Resource }) => Resource).filter((arn) => arn.includes('*')),
    ).toStrictEqual([]);
  });
});

describe('the table of permissions', () => {
  it('lets the nightly alone write what is known of peers', () => {
    const writers = STEP_IDS.filter((step) =>
      PERMISSIONS[step].items?.BASELINES?.some((verb) => verb === 'put' || verb === 'update'),
    );
    expect(writers).toStrictEqual(['make-baselines']);
  });

  it('lets one step alone publish an approval', () => {
    expect(
      STEP_IDS.filter((step) => PERMISSIONS[step].publishes?.includes('refundgate.refund.approved.v1')),
    ).toStrictEqual(['publish-release']);
  });

  it('lets no check write but the claim of an order’s units and the use of a photo', () => {
    const writes = STEP_IDS.filter((step) => step.startsWith('check-')).flatMap((step) =>
      Object.entries(PERMISSIONS[step].items ?? {}).flatMap(([key, verbs]) =>
        verbs.filter((verb) => verb !== 'get' && verb !== 'query').map((verb) => `${step} ${verb} ${key}`),
      ),
    );
    expect(writes).toStrictEqual(['check-scan-evidence update PHOTO#', 'check-value-thresholds put ORDER#']);
  });
});
