import { backtestVerb } from './backtest-verb.ts';
import { caseVerb } from './case-verb.ts';
import { collusionVerb } from './collusion-verb.ts';
import { demoVerb } from './demo-verb.ts';
import { importVerb } from './import-verb.ts';
import { replayVerb } from './replay-verb.ts';
import { reviewVerb } from './review-verb.ts';
import { serveVerb } from './serve-verb.ts';
import { simulateVerb } from './simulate-verb.ts';
import { liftVerb, stopVerb } from './stop-verbs.ts';
import { say, UsageError, type Verb } from './verb.ts';

const VERBS: ReadonlyMap<string, Verb> = new Map(
  Object.entries({
    demo: demoVerb,
    serve: serveVerb,
    replay: replayVerb,
    import: importVerb,
    simulate: simulateVerb,
    backtest: backtestVerb,
    collusion: collusionVerb,
    case: caseVerb,
    review: reviewVerb,
    stop: stopVerb,
    lift: liftVerb,
  }),
);

/** Exit code of a command line that is wrong. */
const EXIT_USAGE = 2;

/** Runs one command line and answers its exit code: 0 on success, 2 when it is wrongly written, 1 otherwise. */
export async function main(args: readonly string[]): Promise<number> {
  const [name = '--help', ...rest] = args;
  if (name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(`${overview()}\n`);
    return args.length === 0 ? EXIT_USAGE : 0;
  }
  const verb = VERBS.get(name);
  if (verb === undefined) {
    say(
      `refund-gate: "${name}" is no verb; allowed: ${[...VERBS.keys()].join(', ')}. See refund-gate --help.`,
    );
    return EXIT_USAGE;
  }
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

function overview(): string {
  const width = Math.max(...[...VERBS.values()].map((verb) => verb.usage.length));
  return [
    'refund-gate VERB …: decides whether a refund may be paid.',
    '',
    ...[...VERBS.values()].map((verb) => `  ${verb.usage.padEnd(width)}  ${verb.summary}`),
    '',
    'Each verb has its own --help. Data goes to stdout, talk to stderr; exit 0 only on success, 2 on a usage error.',
  ].join('\n');
}
