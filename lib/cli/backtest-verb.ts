import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pinPolicy } from '../app/judging/policies.ts';
import type { PinnedPolicy } from '../app/ports.ts';
import { type BacktestReport, backtestReport, type RunReport, runReport } from '../lab/backtest/report.ts';
import { runPolicy } from '../lab/backtest/run-policy.ts';
import { textSummary } from '../lab/backtest/text-summary.ts';
import type { WorldSource } from '../lab/backtest/world-source.ts';
import { PRESET_NAMES } from '../producers/presets.ts';
import { type BacktestOptions, type NamedPolicy, readBacktestOptions } from './backtest-options.ts';
import { ProgressBar } from './progress-bar.ts';
import { mustBeFolder } from './usable-paths.ts';
import { say, UsageError, type Verb } from './verb.ts';

/** `refund-gate backtest`. */
export const backtestVerb: Verb = {
  usage: 'backtest FILE --truth FILE [--policy A --policy B] --report DIR',
  summary:
    'replays a labelled world, scores the decisions and compares policies; a page with plots, and JSON',
  help: [
    'FILE has one CloudEvent a line, in time order; the truth has one object a line, as simulate writes it. Reviewers are',
    'played from the truth. The page DIR/index.html opens from disk; DIR/report.json has every figure in it. The targets',
    'and the naive rules are printed.',
    '',
    '  --truth FILE          what really happened',
    '  --policy FILE         judge by this document instead of the one that ships with the gate; twice to compare two',
    '  --producers FILE      judge by this producers register: who may say what, and what to expect from them',
    '  --report DIR          where the page and the JSON go; made if it is not there',
    '  --score-from DAY      the first day whose refunds count; earlier ones are history (default: half of the days)',
    '  --reviews-per-day N   refunds the reviewers take up a day, the most expensive first (default: all, at once)',
    '',
    'Instead of FILE and --truth, a world can be simulated while it is judged:',
    '',
    '  --world-seed N[,N…]   one world for each seed; figures are shown over all, with the worst',
    '  --days D              how long each lasts, 7 to 3660 (default 365)',
    '  --refunds N           how many refunds each has, 1 to 5000000 (default 306000)',
    `  --preset NAME         ${PRESET_NAMES.join(', ')}: leave the world only what such a`,
    '                        merchant owns, and judge with the register and the policy of "producers init" for its sites',
  ],
  run: async (args) => backtest(await readBacktestOptions(args)),
};

async function backtest(options: BacktestOptions): Promise<number> {
  const { policies, reportDir, reviewsPerDay } = options;
  await mustBeFolder(reportDir);
  const runs: RunReport[] = [];
  for (const world of options.worlds) {
    for (const policy of policies) runs.push(await scoredRun(world, policy, options));
  }
  const report = backtestReport(runs, {
    baseCurrency: policies[0].pinned.policy.base,
    reviewsPerDay: reviewsPerDay ?? null,
  });
  await writeReport(report, reportDir);
  process.stdout.write(`${textSummary(report)}\n`);
  say(`The page is ${join(reportDir, 'index.html')}, the figures are ${join(reportDir, 'report.json')}.`);
  return 0;
}

async function scoredRun(
  world: WorldSource,
  { name, pinned }: NamedPolicy,
  options: BacktestOptions,
): Promise<RunReport> {
  const scoredFromDay = await firstScoredDay(world, options.scoredFromDay);
  const { stderr } = process;
  const judging = withRegister(pinned, world);
  const bar = new ProgressBar({ label: `${world.name}, policy ${name}`, stream: stderr, nowMs: Date.now });
  const records = await runPolicy({
    world,
    policy: judging,
    valuation: options.policies[0].pinned.policy,
    casesPerDay: options.reviewsPerDay,
    onEvent: (progress) => bar.advance(progress),
  }).finally(() => bar.end());
  const policy = { name, version: judging.policy.version, hash: judging.hash };
  return runReport({ policy, world: world.name, records, scoredFromDay });
}

/** Each world has a register of its own, because it has sites of its own. */
function withRegister(pinned: PinnedPolicy, { register }: WorldSource): PinnedPolicy {
  return register === undefined ? pinned : pinPolicy({ ...pinned.policy, producers: register });
}

async function firstScoredDay(world: WorldSource, wanted: number | undefined): Promise<number> {
  const days = await world.days();
  const day = wanted ?? Math.floor(days / 2);
  if (day < days) return day;
  throw new UsageError(`--score-from is a day before the last of ${days}, got ${day}`);
}

/** The import is here because the page needs the plotting library, which no other verb should load. */
async function writeReport(report: BacktestReport, dir: string): Promise<void> {
  const { reportPage } = await import('../lab/backtest/page/report-page.ts');
  await writeFile(join(dir, 'report.json'), `${JSON.stringify(report, null, 1)}\n`);
  await writeFile(join(dir, 'index.html'), reportPage(report));
}
