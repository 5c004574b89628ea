/**
 * The code of the issuer's thread. The thread is started with it; it is never imported.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { virtualDate } from '../../local/virtual-date.ts';
import type { IssuerReady, IssuerStart } from './issuer-message.ts';
import { listenLocally } from './listen-locally.ts';
import { localProvider } from './local-provider.ts';
import { makeSigningKey } from './signing-key.ts';

const start: IssuerStart = workerData;
if (start.clockOffset !== undefined) globalThis.Date = virtualDate(Date, start.clockOffset);

const signingKey = await makeSigningKey();
const { origin } = await listenLocally((issuer) =>
  localProvider({ ...start, issuer, signingKey }).callback(),
);
parentPort?.postMessage({ issuer: origin } satisfies IssuerReady);
