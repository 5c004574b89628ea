/**
 * Compares what the embedded worker logs with what AWS's own Lambda client logs. Run by `npm run check:logs`; it installs
 * that client, without its scripts, in a temporary folder, and says so aloud where there is no registry to take it from.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildSync } from 'esbuild';
import fc from 'fast-check';
import { FunctionWorker } from '../../lib/local/functions/function-worker.ts';
import type { ProbeEvent } from './lambda-client-probe.ts';

const CLIENT = 'aws-lambda-ric@4.0.2';
const ENVIRONMENT = { AWS_LAMBDA_LOG_FORMAT: 'JSON', AWS_LAMBDA_LOG_LEVEL: 'INFO' };
const INSTALL_TIMEOUT_MS = 300_000;
const MAX_LOOKS = 3000;

const EVENTS: readonly ProbeEvent[] = [
  { logs: 'values', values: fc.sample(fc.jsonValue({ maxDepth: 3 }), { seed: 1, numRuns: 200 }) },
  { logs: 'odd values' },
  { logs: 'a step', refundId: 're_1', fails: false },
  { logs: 'a step', refundId: 're_1', fails: true },
  { logs: 'a thrown text' },
];

const LAST_LOGGED = '"errorMessage":"plain"';

/** Stands for the native part of the client, which asks Lambda for calls: hands out the events, then ends the process. */
const NATIVE_CLIENT = `let count = 0;
const events = ${JSON.stringify(EVENTS)};
module.exports = {
  next: async () => {
    const event = events[count++];
    if (event === undefined) return new Promise(() => process.stdout.write('', () => process.exit(0)));
    const call = { 'aws-request-id': 'call-' + count, 'invoked-function-arn': 'probe', 'deadline-ms': '9e15' };
    const headers = Object.fromEntries(Object.entries(call).map(([name, value]) => ['lambda-runtime-' + name, value]));
    return { bodyJson: JSON.stringify(event), headers };
  },
  done: () => undefined,
  error: () => undefined,
};`;

/** Returns false where the registry cannot be reached. */
function install(folder: string): boolean {
  const options = ['--ignore-scripts', '--no-save', '--no-package-lock', '--no-audit', '--no-fund'];
  const npm = (...args: readonly string[]) =>
    spawnSync('npm', args, { cwd: folder, encoding: 'utf8', timeout: INSTALL_TIMEOUT_MS });
  const { status, stderr } = npm('install', '--prefix', folder, ...options, CLIENT);
  if (status === 0) return true;
  if (npm('ping').status !== 0) return false;
  throw new Error(`${CLIENT} cannot be installed: ${stderr}`);
}

function logOfLambda(folder: string): string {
  const client = join(folder, 'node_modules', 'aws-lambda-ric');
  const native = join(client, 'rapid-client.node');
  mkdirSync(native);
  writeFileSync(join(native, 'package.json'), '{"type":"commonjs"}');
  writeFileSync(join(native, 'index.js'), NATIVE_CLIENT);
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(client, 'index.mjs')], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: {
      ...ENVIRONMENT,
      AWS_LAMBDA_RUNTIME_API: '127.0.0.1:9',
      AWS_LAMBDA_FUNCTION_NAME: 'probe',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      AWS_LAMBDA_LOG_GROUP_NAME: 'probe',
      AWS_LAMBDA_LOG_STREAM_NAME: 'probe',
      LAMBDA_TASK_ROOT: folder,
      _HANDLER: 'index.handler',
    },
  });
  if (status !== 0) throw new Error(`${CLIENT} ended with ${status}: ${stderr}`);
  return stdout;
}

async function logOfEmbedded(folder: string): Promise<string> {
  const texts: string[] = [];
  const worker = new FunctionWorker({
    name: 'probe',
    arn: 'probe',
    modulePath: join(folder, 'index.mjs'),
    handlerName: 'handler',
    environment: ENVIRONMENT,
    timeoutMs: 60_000,
    memoryMb: 256,
    maxConcurrency: 1,
    clockOffset: new SharedArrayBuffer(8),
    log: (text) => texts.push(text),
  });
  for (const [index, event] of EVENTS.entries()) {
    await worker.call({ requestId: `call-${index + 1}`, payload: JSON.stringify(event) });
  }
  // What a worker prints arrives after its answer.
  for (let looks = 0; looks < MAX_LOOKS && !texts.join('').includes(LAST_LOGGED); looks += 1) await sleep(20);
  await worker.stop();
  return texts.join('');
}

/** Returns the lines without what differs by nature: times, and the callers of a function in a stack. */
function comparable(log: string): readonly string[] {
  return log
    .trimEnd()
    .split('\n')
    .map((line) =>
      line
        .replace(/"timestamp":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"/, '"timestamp":"…"')
        .replace(/"ms":\d+/, '"ms":0')
        .replaceAll(/(,"|\\n) +at [^"\\]*"?/g, ''),
    );
}

function check(isRight: boolean, what: string): void {
  if (!isRight) throw new Error(what);
}

function compare(lambda: readonly string[], embedded: readonly string[]): void {
  for (const [index, line] of lambda.entries()) {
    const own = embedded[index];
    check(line === own, `Line ${index + 1} differs.\n  Lambda:   ${line}\n  embedded: ${own}`);
  }
  check(lambda.length === embedded.length, `Lambda has ${lambda.length} lines, we ${embedded.length}.`);
  const distinct = new Set(lambda).size;
  check(distinct > 300, `Only ${distinct} distinct lines were compared.`);
  const has = (part: string) => lambda.some((line) => line.includes(part));
  const outcome = '"message":{"step":"probe","ms":';
  check(has(`"level":"INFO","requestId":"call-3",${outcome}`), 'An outcome is not an object at INFO.');
  check(
    has('"level":"ERROR","requestId":"call-4","message":{"step":"probe","refundId":"re_1"'),
    'A fault is not an object at ERROR.',
  );
  check(
    has('"message":"{\\"refundId\\":\\"re_text\\"}"'),
    'The control, JSON as text, is not text in Lambda.',
  );
  process.stdout.write(`${lambda.length} log lines are those of ${CLIENT}, ${distinct} of them distinct.\n`);
}

const folder = mkdtempSync(join(tmpdir(), 'refund-gate-lambda-client-'));
try {
  buildSync({
    entryPoints: [join(import.meta.dirname, 'lambda-client-probe.ts')],
    outfile: join(folder, 'index.mjs'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
  });
  if (install(folder)) compare(comparable(logOfLambda(folder)), comparable(await logOfEmbedded(folder)));
  else
    process.stdout.write(`SKIPPED: no npm registry to take ${CLIENT} from. Log lines were not compared.\n`);
} finally {
  rmSync(folder, { recursive: true });
}
