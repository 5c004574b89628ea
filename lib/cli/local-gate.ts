import { existsSync } from 'node:fs';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROW_VERSION } from '../contracts/stored-refund.ts';
import { type EmbeddedAws, startEmbeddedAws } from '../local/embedded-aws.ts';
import { DataDirInUseError, lockDataDir } from '../local/lock-data-dir.ts';
import { REPLAY_AUDIT_KEY } from '../replay/replay.ts';
import { synthesize } from './synthesize.ts';
import { isErrno, problemOf } from './system-errors.ts';
import { say, UsageError } from './verb.ts';

/** Who gets the escalations of a gate that runs on this machine. */
export const LOCAL_REVIEWERS = 'reviewers@refund-gate.example';

/** How the folders begin in which an assembly is made, before it is whole. */
const ASIDE = '.refund-gate-assembly.';

/** Where a gate on this machine keeps its things. */
export interface LocalGateOptions {
  /** The folder for assembly, mailbox and logs. */
  readonly folder: string;
  /** Keeps the state in the folder across restarts. */
  readonly keep: boolean;
  readonly port?: number | undefined;
  readonly startAt?: Date | undefined;
}

/** A gate that runs on this machine. */
export interface LocalGate {
  readonly aws: EmbeddedAws;
  readonly mailbox: string;
}

/**
 * Synthesizes the app and starts the embedded AWS with it: what would be deployed, deployed here. Folder and port are
 * taken first, so that a gate that runs already loses nothing to a second one.
 * @throws UsageError when another gate has the folder or the port, the folder cannot be written, or its rows have another
 * version.
 */
export async function startLocalGate(options: LocalGateOptions): Promise<LocalGate> {
  const { folder, keep, port, startAt } = options;
  const mailbox = join(folder, 'mailbox');
  const unlock = lockFolder(folder);
  try {
    if (keep) await mustHaveThisVersion(folder);
    const aws = await startEmbeddedAws({
      assemblyDir: async () => {
        if (!keep) await rm(mailbox, { recursive: true, force: true });
        return freshAssembly(folder);
      },
      mailboxDir: mailbox,
      generatedSecret: REPLAY_AUDIT_KEY,
      ...(keep ? { dataDir: join(folder, 'state') } : {}),
      ...(port === undefined ? {} : { port }),
      ...(startAt === undefined ? {} : { startAt }),
    });
    const stop = (): Promise<void> => aws.stop().finally(unlock);
    return { aws: { ...aws, stop }, mailbox };
  } catch (error) {
    unlock();
    throw isErrno(error) && error.syscall === 'listen' ? unusablePort(error, port) : error;
  }
}

function lockFolder(folder: string): () => void {
  try {
    return lockDataDir(folder);
  } catch (cause) {
    if (cause instanceof DataDirInUseError) {
      throw new UsageError(`another gate runs in the folder "${folder}"; stop it, or use another folder`, {
        cause,
      });
    }
    throw new UsageError(`cannot write to the folder "${folder}": ${problemOf(cause)}`, { cause });
  }
}

/**
 * Notes the version of the rows in a new data folder.
 * @throws UsageError when the folder has rows of another version.
 */
async function mustHaveThisVersion(folder: string): Promise<void> {
  const file = join(folder, 'row-version');
  const isUsed = existsSync(join(folder, 'state'));
  const found = isUsed ? await readFile(file, 'utf8').catch(() => 'none') : undefined;
  if (found === undefined) await writeFile(file, `${ROW_VERSION}\n`);
  else if (found.trim() !== `${ROW_VERSION}`) {
    throw new UsageError(
      `the data in "${folder}" has row version ${found.trim()}, and this gate reads version ${ROW_VERSION}; ` +
        'choose another folder, or start the gate that wrote it',
    );
  }
}

function unusablePort(cause: NodeJS.ErrnoException, port: number | undefined): UsageError {
  const why = cause.code === 'EADDRINUSE' ? 'is in use' : `cannot be used (${cause.code})`;
  return new UsageError(`port ${port} ${why}; choose another one, or 0 for any that is free`, { cause });
}

/** Synthesizes aside and puts the result in place when it is whole. Returns its folder. */
async function freshAssembly(folder: string): Promise<string> {
  say('Synthesizing the app and starting the embedded AWS …');
  const assembly = join(folder, '.refund-gate-assembly');
  const aside = join(folder, `${ASIDE}${process.pid}`);
  await removeLeftovers(folder);
  try {
    await synthesize(aside, { escalationEmails: LOCAL_REVIEWERS });
    await rm(assembly, { recursive: true, force: true });
    await rename(aside, assembly);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
  return assembly;
}

/** Removes what a process left that was killed while it synthesized. */
async function removeLeftovers(folder: string): Promise<void> {
  const left = (await readdir(folder)).filter((name) => name.startsWith(ASIDE));
  // A synth whose parent was killed may still write for a second: what it adds now is removed the next time.
  await Promise.allSettled(left.map((name) => rm(join(folder, name), { recursive: true, force: true })));
}

/** Returns an output of the deployed stack. */
export function outputOf(aws: Pick<EmbeddedAws, 'outputs'>, key: string): string {
  const value = aws.outputs[key];
  if (value === undefined) throw new Error(`The stack has no output "${key}".`);
  return value;
}
