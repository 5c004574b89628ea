import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { LOCAL_CONTEXT, signInContext } from '../lib/cli/local-gate.ts';
import { synthesize } from '../lib/cli/synthesize.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder with the synthesized app. Nobody writes to it. */
    assemblyDir: string;
  }
}

/** Nobody signs in to this assembly. */
const NO_ISSUER = 'http://127.0.0.1:9';

/** Synthesizes the app once, bundles included, for all files of a project, and removes it when the run is over. */
export default async function oneSynth(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'refund-gate-synth-'));
  const assemblyDir = join(folder, 'assembly');
  await synthesize(assemblyDir, { ...LOCAL_CONTEXT, ...(await signInContext(folder, NO_ISSUER)) });
  project.provide('assemblyDir', assemblyDir);
  return () => rm(folder, { recursive: true, force: true });
}
