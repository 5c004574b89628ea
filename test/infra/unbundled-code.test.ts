import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { createRefundGateApp } from '../../lib/infra/refund-gate-app.ts';
import { parseTemplate, resourcesOf } from './synthesized-template.ts';

const manifestSchema = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.object({ path: z.string().optional(), executable: z.array(z.string()).optional() }),
    }),
  ),
});

const codeSchema = z.object({ Code: z.object({ S3Key: z.string() }) });

it('a synth without bundles has no code to upload: the deployment stops and says what to do', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'refund-gate-synth-'));
  createRefundGateApp({
    outdir,
    builtinCloudFormationValidation: false,
    context: { 'aws:cdk:bundling-stacks': [], producers: 'open' },
  }).synth();
  const read = (name: string): unknown => JSON.parse(readFileSync(join(outdir, name), 'utf8'));
  const { files } = manifestSchema.parse(read('RefundGate.assets.json'));
  const functions = resourcesOf(parseTemplate(read('RefundGate.template.json')), 'AWS::Lambda::Function');
  const keys = new Set(functions.map(([, { Properties }]) => codeSchema.parse(Properties).Code.S3Key));
  expect(keys.size).toBe(1);
  const code = files[[...keys][0] ?? ''];
  // CDK's command line runs this to make what it uploads.
  const [command = '', ...args] = code?.source.executable ?? [];
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  expect({ status, stdout }).toStrictEqual({ status: 1, stdout: '' });
  expect(stderr).toMatch(/^These Lambdas were not bundled, .*"cdk deploy" without "--app cdk\.out"/);
  const sources = Object.values(files).filter(({ source }) => source.path !== undefined);
  expect(sources.map(({ source }) => source.path)).toStrictEqual(['RefundGate.template.json']);
});
