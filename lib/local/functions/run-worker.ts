/**
 * The code of a worker thread: it runs one deployed function, one call at a time.
 *
 * The worker pool starts it. It is never imported.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { installVirtualDate, realNow } from '../virtual-date.ts';
import { asError, logAsLambda } from './lambda-console.ts';
import type { FunctionErrorPayload, WorkerCall, WorkerReport, WorkerStart } from './worker-message.ts';

type Handler = (event: unknown, context: object) => unknown;

const start: WorkerStart = workerData;
const logsJson = process.env['AWS_LAMBDA_LOG_FORMAT'] === 'JSON';
let requestId = '-';

function describeError(error: unknown): FunctionErrorPayload {
  if (error instanceof Error) {
    return { errorType: error.name, errorMessage: error.message, trace: error.stack?.split('\n') ?? [] };
  }
  return { errorType: typeof error, errorMessage: String(error), trace: [] };
}

async function loadHandler(): Promise<Handler> {
  const module: Readonly<Record<string, unknown>> = await import(start.moduleUrl);
  const handler = module[start.handlerName];
  if (isHandler(handler)) return handler;
  const missing = new Error(`index.${start.handlerName} is undefined or not exported`);
  missing.name = 'Runtime.HandlerNotFound';
  throw missing;
}

function isHandler(value: unknown): value is Handler {
  return typeof value === 'function';
}

function contextOf(call: WorkerCall): object {
  const deadlineMs = realNow() + call.timeoutMs;
  return {
    functionName: start.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: start.functionArn,
    memoryLimitInMB: String(start.memoryMb),
    awsRequestId: call.requestId,
    logGroupName: `/aws/lambda/${start.functionName}`,
    logStreamName: 'embedded',
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => Math.max(0, deadlineMs - realNow()),
  };
}

async function run(handler: Handler, call: WorkerCall): Promise<WorkerReport> {
  requestId = call.requestId;
  try {
    const answer = await handler(JSON.parse(call.payload), contextOf(call));
    return { kind: 'answered', payload: JSON.stringify(answer ?? null) };
  } catch (error) {
    logFault(error);
    return { kind: 'failed', payload: JSON.stringify(describeError(error)) };
  }
}

/** Logs what Lambda itself logs: what a handler throws, and why a module cannot be loaded. */
function logFault(error: unknown): void {
  if (logsJson) console.error(asError(error));
}

installVirtualDate(start.clockOffset);
if (logsJson) {
  const minLevel = process.env['AWS_LAMBDA_LOG_LEVEL'];
  logAsLambda({ minLevel, requestId: () => requestId, write: (line) => process.stdout.write(line) });
}
const report = (message: WorkerReport): void => parentPort?.postMessage(message);
try {
  const handler = await loadHandler();
  parentPort?.on('message', async (call: WorkerCall) => report(await run(handler, call)));
  report({ kind: 'ready' });
} catch (error) {
  logFault(error);
  report({ kind: 'broken', payload: JSON.stringify(describeError(error)) });
}
