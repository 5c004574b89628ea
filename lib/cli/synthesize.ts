import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** The project's root folder, which contains `bin/app.ts`. */
const ROOT = join(import.meta.dirname, '..', '..');

/** Thrown when the CDK app did not synthesize; the message includes its output. */
export class SynthesisError extends Error {
  override readonly name = 'SynthesisError';
}

/**
 * Synthesizes the CDK app into a folder: the same template and bundles that `cdk deploy` would upload. This takes
 * some seconds, mostly for bundling.
 * @throws SynthesisError when the app fails.
 */
export async function synthesize(outDir: string, context: Readonly<Record<string, unknown>>): Promise<void> {
  const child = spawn(process.execPath, [join(ROOT, 'bin', 'app.ts')], {
    cwd: ROOT,
    env: {
      ...process.env,
      CDK_OUTDIR: outDir,
      // Skips CDK's own check of the template, which takes 2 s. cdk-nag still runs, and `cdk synth` makes all checks.
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
