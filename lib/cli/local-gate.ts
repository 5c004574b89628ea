import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { REPLAY_AUDIT_KEY } from '../lab/replay.ts';
import { type EmbeddedAws, startEmbeddedAws } from '../local/embedded-aws.ts';
import { synthesize } from './synthesize.ts';

/** Who gets the escalations of a gate that runs on this machine. */
export const LOCAL_REVIEWERS = 'reviewers@refund-gate.example';

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

/** Synthesizes the app and starts the embedded AWS with it: what would be deployed, deployed here. */
export async function startLocalGate(options: LocalGateOptions): Promise<LocalGate> {
  const { folder, keep, port, startAt } = options;
  const assemblyDir = join(folder, 'assembly');
  const mailbox = join(folder, 'mailbox');
  await rm(assemblyDir, { recursive: true, force: true });
  if (!keep) await rm(mailbox, { recursive: true, force: true });
  await synthesize(assemblyDir, { escalationEmails: LOCAL_REVIEWERS });
  const aws = await startEmbeddedAws({
    assemblyDir,
    mailboxDir: mailbox,
    generatedSecret: REPLAY_AUDIT_KEY,
    ...(keep ? { dataDir: join(folder, 'state') } : {}),
    ...(port === undefined ? {} : { port }),
    ...(startAt === undefined ? {} : { startAt }),
  });
  return { aws, mailbox };
}

/** Answers an output of the deployed stack. */
export function outputOf(aws: Pick<EmbeddedAws, 'outputs'>, key: string): string {
  const value = aws.outputs[key];
  if (value === undefined) throw new Error(`The stack has no output "${key}".`);
  return value;
}
