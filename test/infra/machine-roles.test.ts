import { beforeAll, describe, expect, it } from 'vitest';
import { resourceNames } from '../../lib/contracts/names.ts';
import { isAllowed, parseStatements } from './iam-evaluator.ts';
import { statementsOfMachine, statementsOfRole } from './role-statements.ts';
import { sharedTemplate } from './shared-template.ts';
import { resourcesOf, type SynthesizedTemplate } from './synthesized-template.ts';

let template: SynthesizedTemplate;

beforeAll(() => {
  template = sharedTemplate();
});

describe('a machine', () => {
  const LOG_DELIVERY = /^logs:/;
  const names = resourceNames();

  it.each([
    [
      names.gateMachine,
      [
        'CheckScanEvidence',
        'CheckValueThresholds',
        'CheckEmployeeRisk',
        'DecideRefund',
        'PublishRelease',
        'AnnounceOutcome',
      ],
      names.reviewMachine,
    ],
    [names.reviewMachine, ['OpenReview'], names.gateMachine],
  ])('%s runs its own steps, starts the other machine and writes its log, no more', (name, steps, other) => {
    const own = statementsOfMachine(template, name);
    const targets = own.filter(({ Action }) => !Action.every((action) => LOG_DELIVERY.test(action)));
    expect(targets.flatMap(({ Action }) => Action)).toStrictEqual([
      'lambda:InvokeFunction',
      'states:StartExecution',
    ]);
    expect(
      targets[0]?.Resource.map((arn) => arn.replace(/^\$\{Steps(.+)Function[0-9A-F]{8}\.Arn\}$/, '$1')),
    ).toStrictEqual(steps);
    expect(targets[1]?.Resource).toStrictEqual([
      expect.stringMatching(new RegExp(`:stateMachine:${other}$`)),
    ]);
  });

  it(`${names.nightlyMachine} runs its own steps and the runs of its Map, and no other machine`, () => {
    const own = statementsOfMachine(template, names.nightlyMachine)
      .filter(({ Action }) => !Action.every((action) => LOG_DELIVERY.test(action)))
      .map(({ Action, Resource }) => [
        Action.join(),
        ...Resource.map((arn) => arn.replace(/^.*:states:/, '')),
      ]);
    expect(own).toStrictEqual([
      [
        'lambda:InvokeFunction',
        ...['PrepareRollUp', 'RollUpSubjects', 'MakeBaselines'].map((step) =>
          expect.stringContaining(`Steps${step}Function`),
        ),
      ],
      ['states:StartExecution', expect.stringMatching(/:stateMachine:refund-gate-nightly$/)],
      [
        'states:DescribeExecution,states:StopExecution',
        expect.stringMatching(/:execution:refund-gate-nightly:\*$/),
      ],
    ]);
  });

  it('is the only one whose role has a wildcard, for the log deliveries that have no resource and the runs of a Map', () => {
    const wild = resourcesOf(template, 'AWS::IAM::Role').flatMap(([id]) =>
      statementsOfRole(template, { 'Fn::GetAtt': [id, 'Arn'] })
        .filter(({ Action, Resource }) => [...Action, ...Resource].some((text) => text.includes('*')))
        .flatMap(({ Action, Resource }) =>
          Action.map((action) => `${id.replace(/[0-9A-F]{8}$/, '')} ${action} ${Resource.join()}`),
        ),
    );
    const delivery = [
      'CreateLogDelivery',
      'GetLogDelivery',
      'UpdateLogDelivery',
      'DeleteLogDelivery',
      'ListLogDeliveries',
      'PutResourcePolicy',
      'DescribeResourcePolicies',
      'DescribeLogGroups',
    ];
    const runs = wild.filter((one) =>
      /^NightlyRole states:(Describe|Stop)Execution .*:execution:refund-gate-nightly:\*$/.test(one),
    );
    expect(runs).toHaveLength(2);
    expect(wild.filter((one) => !runs.includes(one))).toStrictEqual(
      ['GateRole', 'ReviewRole', 'NightlyRole'].flatMap((role) =>
        delivery.map((action) => `${role} logs:${action} *`),
      ),
    );
  });
});

describe('the template', () => {
  it('has no policy outside the roles’ own, and none of AWS’s', () => {
    const types = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy'];
    expect(types.flatMap((type) => resourcesOf(template, type))).toStrictEqual([]);
    expect(
      resourcesOf(template, 'AWS::IAM::Role').filter(
        ([, { Properties }]) => 'ManagedPolicyArns' in Properties,
      ),
    ).toStrictEqual([]);
  });

  it('lets only the console be called from outside, and only by its own API', () => {
    const permissions = resourcesOf(template, 'AWS::Lambda::Permission').map(([, { Properties }]) => ({
      caller: Properties['Principal'],
      called: JSON.stringify(Properties['FunctionName']),
      by: JSON.stringify(Properties['SourceArn']),
    }));
    expect(permissions).toHaveLength(2);
    for (const { caller, called, by } of permissions) {
      expect(caller).toBe('apigateway.amazonaws.com');
      expect(called).toContain('StepsConsoleFunction');
      expect(by).toContain('ConsoleApi');
    }
  });
});

describe('the evaluator', () => {
  it('sees that a condition on all values allows a request without any, unless the key must be there', () => {
    const statement = {
      Effect: 'Allow',
      Action: 'dynamodb:GetItem',
      Resource: 'table',
      Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['REFUND#*'] } },
    };
    const guarded = {
      ...statement,
      Condition: { ...statement.Condition, Null: { 'dynamodb:LeadingKeys': 'false' } },
    };
    const request = { action: 'dynamodb:GetItem', resource: 'table', context: {} };
    expect(isAllowed(parseStatements({ Statement: [statement] }), request)).toBe(true);
    expect(isAllowed(parseStatements({ Statement: [guarded] }), request)).toBe(false);
  });
});
