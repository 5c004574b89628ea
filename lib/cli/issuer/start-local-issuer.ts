import { Worker } from 'node:worker_threads';
import { say } from '../verb.ts';
import type { IssuerReady, IssuerStart } from './issuer-message.ts';

/** The console that the local issuer serves, and its clock. */
export interface LocalIssuerOptions {
  /** The one address that a sign-in returns to. Its origin's `/` is where a sign-out ends. */
  readonly redirectUri: string;
  /** The one client, and the audience of its tokens. */
  readonly clientId: string;
  /**
   * The `sharedOffset` of the embedded clock.
   * @default - real time
   */
  readonly clockOffset?: SharedArrayBuffer;
}

/** An OpenID Connect issuer that runs on this machine. */
export interface LocalIssuer {
  /** Its identifier, which is also its address: `http://127.0.0.1:PORT`. */
  readonly issuer: string;
  /** Ends its thread and frees its port. */
  stop(): Promise<void>;
}

/**
 * Starts the sign-in service of a gate on this machine: OpenID Connect without passwords, on 127.0.0.1. On AWS it is
 * any issuer of the company. It runs in a thread of its own, because its `Date` is on virtual time.
 *
 * Resolves when it answers.
 */
export async function startLocalIssuer(options: LocalIssuerOptions): Promise<LocalIssuer> {
  const { redirectUri, clientId, clockOffset } = options;
  const worker = new Worker(new URL('./run-issuer.ts', import.meta.url), {
    workerData: { redirectUri, clientId, clockOffset } satisfies IssuerStart,
    execArgv: [],
    stdout: true,
  });
  // `serve` prints data on stdout, so nothing else may come there.
  worker.stdout.on('data', (chunk: Buffer) => process.stderr.write(chunk));
  const { issuer } = await readyOrEnded(worker);
  worker.on('error', (error: Error) => say(`The local sign-in has ended: ${error.message}`));
  return {
    issuer,
    stop: async () => {
      await worker.terminate();
    },
  };
}

function readyOrEnded(worker: Worker): Promise<IssuerReady> {
  return new Promise((resolve, reject) => {
    worker.once('message', (ready: IssuerReady) => resolve(ready));
    worker.once('error', reject);
    worker.once('exit', (code) =>
      reject(new Error(`The local sign-in ended at its start, with code ${code}.`)),
    );
  });
}
