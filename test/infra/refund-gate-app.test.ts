import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Stack, Token } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, it } from 'vitest';
import { localRegister } from '../../lib/cli/local-register.ts';
import { registerDocumentSchema } from '../../lib/contracts/register-document.ts';
import { createRefundGateApp } from '../../lib/infra/refund-gate-app.ts';
import { localAccount } from '../../lib/local/local-account.ts';

const REGISTER_FILE = fileURLToPath(new URL('producers.json', import.meta.url));
const REGISTER = registerDocumentSchema.parse(JSON.parse(readFileSync(REGISTER_FILE, 'utf8')));
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

function createApp(context: Record<string, unknown> = {}) {
  const outdir = mkdtempSync(join(tmpdir(), 'refund-gate-synth-'));
  const app = createRefundGateApp({
    outdir,
    builtinCloudFormationValidation: false,
    context: { 'aws:cdk:bundling-stacks': [], producers: 'open', ...context },
  });
  return { app, stack: Stack.of(app.node.findChild('RefundGate')) };
}

describe('the app', () => {
  it('is not synthesized with a finding of cdk-nag', () => {
    const { app, stack } = createApp();
    new Queue(stack, 'WithoutTls');
    expect(() => app.synth()).toThrow(expect.objectContaining({ name: 'ValidationFailed' }));
  });

  it('is not synthesized without producers: no default is right for everybody', () => {
    expect(() => createApp({ producers: undefined })).toThrow('Context "producers" is needed');
  });

  it('is bound to an account that nobody has where it is for this machine, so that nobody deploys it by accident', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'refund-gate-synth-')), 'producers.json');
    writeFileSync(path, JSON.stringify(localRegister(REGISTER)));
    expect(createApp({ producers: 'trial' }).stack.account).toBe(localAccount.accountId);
    expect(createApp({ producers: path }).stack.account).toBe(localAccount.accountId);
    expect(Token.isUnresolved(createApp({ producers: 'open' }).stack.account)).toBe(true);
    expect(Token.isUnresolved(createApp({ producers: REGISTER_FILE }).stack.account)).toBe(true);
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
        CDK_CONTEXT_JSON: JSON.stringify({ 'aws:cdk:bundling-stacks': [], producers: 'open', name: 'demo' }),
      },
    });
    expect(readdirSync(outdir)).toEqual(
      expect.arrayContaining(['manifest.json', 'RefundGate.template.json']),
    );
  });
});
