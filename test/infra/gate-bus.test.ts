import { beforeAll, describe, expect, it } from 'vitest';
import { PERMISSIONS } from '../../lib/infra/permissions.ts';
import { STEP_IDS } from '../../lib/infra/step-ids.ts';
import { TRUST_DOMAINS } from '../../lib/infra/trust-domains.ts';
import { type IamRequest, isAllowed, isDenied, parseStatements, type Statement } from './iam-evaluator.ts';
import { synthesize } from './synthesize.ts';
import { resolveText, resourcesOf, type SynthesizedTemplate, theResource } from './synthesized-template.ts';

const ACCOUNTS = {
  returns: ['111111111111'],
  carriers: ['222222222222', '222222222223'],
  sites: ['333333333333'],
  hr: ['444444444444'],
} as const satisfies Record<keyof typeof TRUST_DOMAINS, readonly string[]>;

let template: SynthesizedTemplate;
let statements: readonly Statement[];

beforeAll(() => {
  template = synthesize({ producers: JSON.stringify(ACCOUNTS) }).plain;
  statements = parseStatements({
    Statement: resourcesOf(template, 'AWS::Events::EventBusPolicy').map(([, { Properties }]) =>
      resolveText(Properties['Statement']),
    ),
  });
});

function put(source: string, type: string, principalArn: string): IamRequest {
  const [busId] = theResource(template, 'AWS::Events::EventBus', 'Name', 'refund-gate');
  return {
    action: 'events:PutEvents',
    resource: `\${${busId}.Arn}`,
    context: {
      'events:source': [source],
      'events:detail-type': [type],
      'aws:PrincipalArn': [principalArn],
    },
  };
}

function roleOf(step: string): string {
  const name = `refund-gate-${step}`;
  const [, { Properties }] = theResource(template, 'AWS::Lambda::Function', 'FunctionName', name);
  return String(resolveText(Properties['Role']));
}

describe('the bus’s policy', () => {
  it('lets only the steps that publish speak as the gate', () => {
    const heard = STEP_IDS.filter(
      (step) => !isDenied(statements, put('refundgate', 'refundgate.refund.approved.v1', roleOf(step))),
    );
    expect(heard).toStrictEqual(STEP_IDS.filter((step) => PERMISSIONS[step].publishes !== undefined));
  });

  it.each([
    'arn:aws:iam::123456789012:role/Administrator',
    'arn:aws:iam::123456789012:root',
    'arn:aws:iam::222222222222:role/carrier',
  ])('denies %s to speak as the gate, but not as itself', (principal) => {
    expect(isDenied(statements, put('refundgate', 'refundgate.refund.approved.v1', principal))).toBe(true);
    expect(isDenied(statements, put('shop', 'refundgate.refund.requested.v1', principal))).toBe(false);
  });

  it.each(['returns', 'carriers', 'sites', 'hr'] as const)(
    'lets the accounts of %s put their own event types alone',
    (domain) => {
      const own = statements.filter(({ Principal }) =>
        ACCOUNTS[domain].every((account) => JSON.stringify(Principal).includes(`:iam::${account}:root`)),
      );
      const types = [...new Set([...Object.values(TRUST_DOMAINS).flat(), 'refundgate.refund.approved.v1'])];
      const heard = types.filter((type) => isAllowed(own, put('shop', type, 'arn:aws:iam::1:role/any')));
      expect(heard).toStrictEqual([...TRUST_DOMAINS[domain]]);
    },
  );

  it('lets no other account in where the context names none', () => {
    const policies = resourcesOf(synthesize().plain, 'AWS::Events::EventBusPolicy');
    expect(policies.map(([, { Properties }]) => Properties['Statement'])).toStrictEqual([
      expect.objectContaining({ Effect: 'Deny' }),
    ]);
  });
});
