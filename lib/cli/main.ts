import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { say, UsageError, type Verb } from './verb.ts';

/** Every verb. A verb is loaded only when it is used, because most need modules that the others do not. */
const VERBS: ReadonlyMap<string, () => Promise<Verb>> = new Map(
  Object.entries({
    demo: async () => (await import('./demo-verb.ts')).demoVerb,
    serve: async () => (await import('./serve-verb.ts')).serveVerb,
    replay: async () => (await import('./replay-verb.ts')).replayVerb,
    import: async () => (await import('./import-verb.ts')).importVerb,
    simulate: async () => (await import('./simulate-verb.ts')).simulateVerb,
    backtest: async () => (await import('./backtest-verb.ts')).backtestVerb,
    producers: async () => (await import('./producers-verb.ts')).producersVerb,
    collusion: async () => (await import('./collusion-verb.ts')).collusionVerb,
    queue: async () => (await import('./queue-verb.ts')).queueVerb,
    case: async () => (await import('./case-verb.ts')).caseVerb,
    review: async () => (await import('./review-verb.ts')).reviewVerb,
    stop: async () => (await import('./stop-verbs.ts')).stopVerb,
    lift: async () => (await import('./stop-verbs.ts')).liftVerb,
  }),
);

/** Exit code for a wrong command line. */
const EXIT_USAGE = 2;

/** Runs one command line. Returns its exit code: 0 on success, 2 when the command line is wrong, otherwise 1. */
export async function main(args: readonly string[]): Promise<number> {
  const [name = '--help', ...rest] = args;
  if (name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(`${await overview()}\n`);
    return args.length === 0 ? EXIT_USAGE : 0;
  }
  if (name === '--version') {
    process.stdout.write(`${version()}\n`);
    return 0;
  }
  const load = VERBS.get(name);
  if (load === undefined) {
    say(
      `refund-gate: "${name}" is no verb; allowed: ${[...VERBS.keys()].join(', ')}. See refund-gate --help.`,
    );
    return EXIT_USAGE;
  }
  const verb = await load();
  if (rest.includes('--help') || rest.includes('-h')) {
    process.stdout.write(`${[`refund-gate ${verb.usage}`, '', verb.summary, '', ...verb.help].join('\n')}\n`);
    return 0;
  }
  return runVerb(name, verb, rest);
}

async function runVerb(name: string, verb: Verb, rest: readonly string[]): Promise<number> {
  try {
    return await verb.run(rest);
  } catch (error) {
    if (error instanceof UsageError) {
      say(`refund-gate ${name}: ${error.message}. See refund-gate ${name} --help.`);
      return EXIT_USAGE;
    }
    say(`refund-gate ${name}: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
}

function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}

async function overview(): Promise<string> {
  const verbs = await Promise.all([...VERBS.values()].map((load) => load()));
  const width = Math.max(...verbs.map((verb) => verb.usage.length));
  return [
    'refund-gate VERB …: decides whether a refund may be paid.',
    '',
    ...verbs.map((verb) => `  ${verb.usage.padEnd(width)}  ${verb.summary}`),
    '',
    'Each verb has its own --help, and --version says which this is. Data goes to stdout, talk to stderr; exit 0 only on success, 2 on a usage error.',
  ].join('\n');
}
