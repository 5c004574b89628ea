import * as z from 'zod';
import { resourceNames } from '../../lib/contracts/names.ts';
import type { StepId } from '../../lib/contracts/steps.ts';
import { parseStatements, type Statement } from './iam-evaluator.ts';
import { resolveText, type SynthesizedTemplate, theResource } from './synthesized-template.ts';

const roleSchema = z.strictObject({
  AssumeRolePolicyDocument: z.unknown(),
  Policies: z.array(z.object({ PolicyDocument: z.unknown() })),
});

/** Returns what a role of the template may do; throws where it has more than inline policies. */
export function statementsOfRole(
  template: SynthesizedTemplate,
  roleReference: unknown,
): readonly Statement[] {
  const id = z
    .string()
    .parse(resolveText(roleReference))
    .replace(/^\$\{(.+)\.Arn\}$/, '$1');
  const { Policies } = roleSchema.parse(template.Resources[id]?.Properties);
  return Policies.flatMap(({ PolicyDocument }) => parseStatements(resolveText(PolicyDocument)));
}

/** Returns what a step's role may do. */
export function statementsOfStep(template: SynthesizedTemplate, step: StepId): readonly Statement[] {
  const name = resourceNames().lambda(step);
  const [, { Properties }] = theResource(template, 'AWS::Lambda::Function', 'FunctionName', name);
  return statementsOfRole(template, Properties['Role']);
}

/** Returns what a machine's role may do. */
export function statementsOfMachine(template: SynthesizedTemplate, name: string): readonly Statement[] {
  const [, { Properties }] = theResource(
    template,
    'AWS::StepFunctions::StateMachine',
    'StateMachineName',
    name,
  );
  return statementsOfRole(template, Properties['RoleArn']);
}
