import { existsSync } from 'node:fs';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { TRIAL } from '../contracts/deployed-producers.ts';
import type { RegisterDocument } from '../contracts/register-document.ts';
import { signInDocumentSchema } from '../contracts/sign-in-document.ts';
import { ROW_VERSION } from '../contracts/stored-refund.ts';
import { type EmbeddedAws, startEmbeddedAws } from '../local/embedded-aws.ts';
import { DataDirInUseError, lockDataDir } from '../local/lock-data-dir.ts';
import { REPLAY_AUDIT_KEY } from '../replay/replay.ts';
import { type LocalIssuer, startLocalIssuer } from './issuer/start-local-issuer.ts';
import { localRegister } from './local-register.ts';
import { synthesize } from './synthesize.ts';
import { isErrno, problemOf } from './system-errors.ts';
import { say, UsageError } from './verb.ts';

/** The address that gets the escalations of a gate on this machine. */
const LOCAL_REVIEWERS = 'reviewers@refund-gate.example';

/** The context of a gate on this machine without a producers register. */
export const LOCAL_CONTEXT = { escalationEmails: LOCAL_REVIEWERS, producers: TRIAL };

/** How the issuer on this machine knows the console. */
const LOCAL_CLIENT = 'refund-gate-console';

/** The prefix of temporary folders in which an assembly is made before it is complete. */
const ASIDE = '.refund-gate-assembly.';

/** Where a gate on this machine keeps its files, and how it starts. */
export interface LocalGateOptions {
  /** The folder for assembly, mailbox and logs. */
  readonly folder: string;
  /** Keeps the state in the folder across restarts. */
  readonly keep: boolean;
  readonly port?: number | undefined;
  /** @default - any free port */
  readonly consolePort?: number | undefined;
  readonly startAt?: Date | undefined;
  /**
   * Who may say what.
   * @default - everybody is believed
   */
  readonly register?: RegisterDocument | undefined;
}

/** A gate that runs on this machine. */
export interface LocalGate {
  readonly aws: EmbeddedAws;
  /** The address of the case console. */
  readonly console: string;
  readonly mailbox: string;
}

/**
 * Synthesizes the app and deploys it into the embedded AWS, as `cdk deploy` would on AWS. The folder and the port are
 * taken first, so that a second gate cannot damage one that already runs.
 * @throws UsageError when another gate uses the folder or the port, the folder cannot be written, or its rows have
 *   another version.
 */
export async function startLocalGate(options: LocalGateOptions): Promise<LocalGate> {
  const { folder, keep, port, consolePort, startAt, register } = options;
  const mailbox = join(folder, 'mailbox');
  const unlock = lockFolder(folder);
  let issuer: LocalIssuer | undefined;
  try {
    if (keep) await mustHaveThisVersion(folder);
    const aws = await startEmbeddedAws({
      assemblyDir: async ({ apiEndpoint, clockOffset }) => {
        if (!keep) await rm(mailbox, { recursive: true, force: true });
        const redirectUri = `${apiEndpoint}/signed-in`;
        issuer = await startLocalIssuer({ redirectUri, clientId: LOCAL_CLIENT, clockOffset });
        return freshAssembly(folder, register, issuer.issuer);
      },
      mailboxDir: mailbox,
      generatedSecret: REPLAY_AUDIT_KEY,
      ...(keep ? { dataDir: join(folder, 'state') } : {}),
      ...(port === undefined ? {} : { port }),
      ...(consolePort === undefined ? {} : { apiPort: consolePort }),
      ...(startAt === undefined ? {} : { startAt }),
    });
    const stop = async (): Promise<void> => {
      await Promise.all([aws.stop(), issuer?.stop()]).finally(unlock);
    };
    return { aws: { ...aws, stop }, mailbox, console: outputOf(aws, 'ConsoleUrl') };
  } catch (error) {
    await issuer?.stop();
    unlock();
    throw isErrno(error) && error.syscall === 'listen' ? unusablePort(error) : error;
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
 * Writes the row version into a new data folder.
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

function unusablePort(cause: NodeJS.ErrnoException): UsageError {
  const port = 'port' in cause ? String(cause.port) : 'that was named';
  const why = cause.code === 'EADDRINUSE' ? 'is in use' : `cannot be used (${cause.code})`;
  return new UsageError(`port ${port} ${why}; choose another one, or 0 for any that is free`, { cause });
}

/** Synthesizes into a temporary folder, moves it into place when it is complete, and returns the final folder. */
async function freshAssembly(
  folder: string,
  register: RegisterDocument | undefined,
  issuer: string,
): Promise<string> {
  say('Synthesizing the app and starting the embedded AWS …');
  const assembly = join(folder, '.refund-gate-assembly');
  const aside = join(folder, `${ASIDE}${process.pid}`);
  await removeLeftovers(folder);
  try {
    await synthesize(aside, await contextFor(folder, register, issuer));
    await rm(assembly, { recursive: true, force: true });
    await rename(aside, assembly);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
  return assembly;
}

/** Returns the part of a context that says how people sign in here: at an issuer on this machine that asks for no password. */
export async function signInContext(folder: string, issuer: string): Promise<{ readonly signIn: string }> {
  const document = signInDocumentSchema.parse({ issuer, clientId: LOCAL_CLIENT });
  return { signIn: await written(folder, 'sign-in', document) };
}

/** Writes a document of the context to a file of the folder. Returns its path. */
async function written(folder: string, name: string, document: object): Promise<string> {
  const file = join(folder, `.refund-gate-${name}.json`);
  await writeFile(file, JSON.stringify(document));
  return resolve(file);
}

/** Returns the context of a synth; its documents are written to files of the folder, as the callers of this machine have them. */
async function contextFor(
  folder: string,
  register: RegisterDocument | undefined,
  issuer: string,
): Promise<Readonly<Record<string, unknown>>> {
  return {
    ...LOCAL_CONTEXT,
    ...(await signInContext(folder, issuer)),
    ...(register === undefined
      ? {}
      : { producers: await written(folder, 'producers', localRegister(register)) }),
  };
}

/** Removes the temporary folders of processes that were killed while they synthesized. */
async function removeLeftovers(folder: string): Promise<void> {
  const left = (await readdir(folder)).filter((name) => name.startsWith(ASIDE));
  // A synth whose parent was killed may still write for a second. What it adds now is removed next time.
  await Promise.allSettled(left.map((name) => rm(join(folder, name), { recursive: true, force: true })));
}

/** Returns an output of the deployed stack. */
export function outputOf(aws: Pick<EmbeddedAws, 'outputs'>, key: string): string {
  const value = aws.outputs[key];
  if (value === undefined) throw new Error(`The stack has no output "${key}".`);
  return value;
}
