import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, it } from 'vitest';
import { createRefundGateApp } from '../../lib/infra/refund-gate-app.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

function createApp(context: Record<string, unknown> = {}) {
  const outdir = mkdtempSync(join(tmpdir(), 'refund-gate-synth-'));
  const app = createRefundGateApp({
    outdir,
    builtinCloudFormationValidation: false,
    context: { 'aws:cdk:bundling-stacks': [], ...context },
  });
  return { app, stack: Stack.of(app.node.findChild('RefundGate')) };
}

describe('the app', () => {
  it('is not synthesized with a finding of cdk-nag', () => {
    const { app, stack } = createApp();
    new Queue(stack, 'WithoutTls');
    expect(() => app.synth()).toThrow(expect.objectContaining({ name: 'ValidationFailed' }));
  });

  it('warns when escalations would reach nobody', () => {
    const warning = Match.stringLikeRegexp('No escalationEmails');
    expect(Annotations.fromStack(createApp().stack).findWarning('*', warning)).toHaveLength(1);
    const { stack } = createApp({ escalationEmails: 'a@example.com' });
    expect(Annotations.fromStack(stack).findWarning('*', warning)).toHaveLength(0);
  });

  it('synthesizes without the CDK command line, and without a finding of cdk-nag or of CloudFormation’s own rules', () => {
    const outdir = mkdtempSync(join(tmpdir(), 'refund-gate-synth-'));
    execFileSync(process.execPath, ['bin/app.ts'], {
      cwd: ROOT,
      stdio: 'pipe',
      env: {
        ...process.env,
        CDK_OUTDIR: outdir,
        CDK_CONTEXT_JSON: JSON.stringify({ 'aws:cdk:bundling-stacks': [], name: 'demo' }),
      },
    });
    expect(readdirSync(outdir)).toEqual(
      expect.arrayContaining(['manifest.json', 'RefundGate.template.json']),
    );
  });
});
