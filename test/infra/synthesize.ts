import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { createRefundGateApp } from '../../lib/infra/refund-gate-app.ts';
import { parseTemplate, type SynthesizedTemplate } from './synthesized-template.ts';

/** One synthesized refund gate: CDK's own view of it and the plain template. */
export interface Synthesized {
  readonly template: Template;
  readonly plain: SynthesizedTemplate;
}

/**
 * Returns the template of a refund gate with this context, somebody to ask and no producers register, without bundling the Lambdas. Throws at any finding of
 * cdk-nag, since the checks are part of the synth.
 */
export function synthesize(context: Record<string, unknown> = {}): Synthesized {
  const app = createRefundGateApp({
    // A second for each test file, and told once by the test of the app.
    builtinCloudFormationValidation: false,
    outdir: mkdtempSync(join(tmpdir(), 'refund-gate-synth-')),
    context: {
      'aws:cdk:bundling-stacks': [],
      escalationEmails: 'reviewers@example.com',
      producers: 'open',
      ...context,
    },
  });
  const stack = Stack.of(app.node.findChild('RefundGate'));
  const template = Template.fromStack(stack);
  return { template, plain: parseTemplate(template.toJSON()) };
}
