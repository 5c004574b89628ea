import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** The project's root: where `bin/app.ts` stands. */
const ROOT = join(import.meta.dirname, '..', '..');

/** Thrown when the CDK app did not synthesize; its own words are in the message. */
export class SynthesisError extends Error {
  override readonly name = 'SynthesisError';
}

/**
 * Synthesizes the CDK app into a folder: the same template and bundles that `cdk deploy` would upload. Takes
 * some seconds, most of them for bundling.
 * @throws SynthesisError when the app fails.
 */
export async function synthesize(outDir: string, context: Readonly<Record<string, unknown>>): Promise<void> {
  const child = spawn(process.execPath, [join(ROOT, 'bin', 'app.ts')], {
    cwd: ROOT,
    env: {
      ...process.env,
      CDK_OUTDIR: outDir,
      // Skips CDK's own check of the template, two seconds; cdk-nag still runs, and `cdk synth` checks all.
      CDK_VALIDATION: 'false',
      CDK_CONTEXT_JSON: JSON.stringify({ 'aws:cdk:version-reporting': false, ...context }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => said.push(String(chunk)));
  child.stderr.on('data', (chunk: Buffer) => said.push(String(chunk)));
  const endWithThis = (): boolean => child.kill();
  process.once('exit', endWithThis);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  }).finally(() => process.off('exit', endWithThis));
  if (code !== 0)
    throw new SynthesisError(`The CDK app did not synthesize (exit ${code}):\n${said.join('')}`);
}
