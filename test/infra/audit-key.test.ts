import { beforeAll, describe, expect, it } from 'vitest';
import { isAllowed } from './iam-evaluator.ts';
import { statementsOfRole, statementsOfStep } from './role-statements.ts';
import { sharedTemplate } from './shared-template.ts';
import { resourcesOf, type SynthesizedResource, type SynthesizedTemplate } from './synthesized-template.ts';

const READ = 'secretsmanager:GetSecretValue';

let template: SynthesizedTemplate;
let secretId: string;
let secret: SynthesizedResource;

beforeAll(() => {
  template = sharedTemplate();
  const secrets = resourcesOf(template, 'AWS::SecretsManager::Secret');
  expect(secrets).toHaveLength(1);
  [[secretId, secret] = ['', { Type: '', Properties: {} }]] = secrets;
});

describe('the key of the audit sample', () => {
  it('is made by AWS, long and in no template', () => {
    expect(secret.Properties).toStrictEqual({
      Description: expect.any(String),
      GenerateSecretString: { ExcludePunctuation: true, PasswordLength: 64 },
    });
  });

  it('outlives the stack, so that the draw of past months can be checked, and bars no later stack', () => {
    expect(secret).toMatchObject({ DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' });
    expect(secret.Properties).not.toHaveProperty('Name');
  });

  it('may be read by decide-refund alone', () => {
    const request = { action: READ, resource: `\${${secretId}}`, context: {} };
    const readers = resourcesOf(template, 'AWS::IAM::Role')
      .map(([id]) => id)
      .filter((id) => isAllowed(statementsOfRole(template, { 'Fn::GetAtt': [id, 'Arn'] }), request));
    expect(readers).toStrictEqual([expect.stringMatching(/^StepsDecideRefundRole/)]);
    expect(resourcesOf(template, 'AWS::SecretsManager::ResourcePolicy')).toStrictEqual([]);
  });

  it('is the only secret that decide-refund may read', () => {
    const reading = statementsOfStep(template, 'decide-refund').filter(({ Action }) => Action.includes(READ));
    expect(reading).toStrictEqual([
      { Effect: 'Allow', Action: [READ], Resource: [`\${${secretId}}`], Condition: {} },
    ]);
  });

  it('is in no environment and no other text of the template: decide-refund has only its name', () => {
    const users = Object.entries(template.Resources)
      .filter(([, { Properties }]) => JSON.stringify(Properties).includes(`{"Ref":"${secretId}"}`))
      .map(([id]) => id.replace(/[0-9A-F]{8}$/, ''));
    expect(users).toStrictEqual(['StepsDecideRefundRole', 'StepsDecideRefundFunction']);
    expect(JSON.stringify(template)).not.toContain('{{resolve:');
  });
});
