import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Puts every temporary file of a test run into one folder, and removes it when the run is over. */
export default async function oneTemporaryFolder(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'refund-gate-tests-'));
  Object.assign(process.env, { TMPDIR: folder });
  return () => rm(folder, { recursive: true, force: true });
}
