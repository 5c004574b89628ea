import { basename } from 'node:path';
import { pinPolicy } from '../app/judging/policies.ts';
import type { PinnedPolicy } from '../app/ports.ts';
import { simulatedWorld } from '../lab/backtest/simulated-world.ts';
import { fileWorld, type WorldSource } from '../lab/backtest/world-source.ts';
import { WORLD_LIMITS } from '../lab/world/options.ts';
import { type PresetName, withPreset } from '../producers/presets.ts';
import { readPolicy } from './read-policy.ts';
import { readPresetName } from './read-preset-name.ts';
import { PRODUCERS_OPTION } from './read-register.ts';
import { mustBeReadable } from './usable-paths.ts';
import { type Arguments, parseArguments, UsageError, wholeNumber } from './verb.ts';

/** A policy and its name in the report. */
export interface NamedPolicy {
  readonly name: string;
  readonly pinned: PinnedPolicy;
}

/** What a command line of `backtest` asks for. */
export interface BacktestOptions {
  readonly worlds: readonly WorldSource[];
  readonly policies: readonly [NamedPolicy, ...NamedPolicy[]];
  readonly reportDir: string;
  readonly scoredFromDay: number | undefined;
  readonly reviewsPerDay: number | undefined;
}

/** The most policies one report compares. */
const MAX_POLICIES = 2;

const MAX_REVIEWS_PER_DAY = 1_000_000;

/**
 * Returns what the arguments of `backtest` ask for. Policies and worlds are checked, but nothing is replayed yet.
 * @throws UsageError when the arguments are wrong.
 */
export async function readBacktestOptions(argv: readonly string[]): Promise<BacktestOptions> {
  const args = parseArguments(argv, {
    options: {
      truth: { type: 'string' },
      policy: { type: 'string', multiple: true },
      preset: { type: 'string' },
      ...PRODUCERS_OPTION,
      report: { type: 'string' },
      'score-from': { type: 'string' },
      'reviews-per-day': { type: 'string' },
      'world-seed': { type: 'string' },
      days: { type: 'string' },
      refunds: { type: 'string' },
    },
    words: [0, 1],
  });
  const reportDir = args.option('report');
  if (reportDir === undefined) throw new UsageError('--report DIR is needed: where the page and the JSON go');
  const preset = readPresetName(args.option('preset'));
  const register = args.option('producers');
  if (preset !== undefined && register !== undefined) {
    throw new UsageError('--preset has a register of its own: it takes no --producers');
  }
  const policies = await readPolicies(args.list('policy'), { preset, register });
  const count = (name: string, range: readonly [number, number]): number | undefined => {
    const text = args.option(name);
    return text === undefined ? undefined : wholeNumber(text, name, range);
  };
  return {
    worlds: await readWorlds(args, preset),
    policies,
    reportDir,
    scoredFromDay: count('score-from', [0, WORLD_LIMITS.days[1]]),
    reviewsPerDay: count('reviews-per-day', [1, MAX_REVIEWS_PER_DAY]),
  };
}

async function readPolicies(
  files: readonly string[],
  judgedFor: JudgedFor,
): Promise<BacktestOptions['policies']> {
  if (files.length > MAX_POLICIES) {
    throw new UsageError(`--policy is given at most ${MAX_POLICIES} times, got ${files.length}`);
  }
  const [first = DEFAULT_NAME, second] = files;
  const one = await namedPolicy(first, judgedFor);
  if (second === undefined) return [one];
  const other = await namedPolicy(second, judgedFor);
  const [base, otherBase] = [one.pinned.policy.base, other.pinned.policy.base];
  if (base !== otherBase) {
    throw new UsageError(`the policies to compare need one base currency, got ${base} and ${otherBase}`);
  }
  if (one.name !== other.name) return [one, other];
  if (first === second) throw new UsageError(`--policy names two different policies, got "${first}" twice`);
  return [
    { ...one, name: first },
    { ...other, name: second },
  ];
}

/** The name of the policy that ships with the gate, here and on the command line. */
const DEFAULT_NAME = 'default';

/** What a world is judged by in addition to the policy: a preset, or the file of a register. */
interface JudgedFor {
  readonly preset: PresetName | undefined;
  readonly register: string | undefined;
}

/** A preset changes the policy that ships with the gate, and no other: a file has what it has. */
async function namedPolicy(file: string, { preset, register }: JudgedFor): Promise<NamedPolicy> {
  const isDefault = file === DEFAULT_NAME;
  const pinned = await readPolicy(isDefault ? undefined : file, register);
  if (isDefault && preset !== undefined) {
    return { name: preset, pinned: pinPolicy(withPreset(pinned.policy, preset)) };
  }
  return { name: basename(file, '.json'), pinned };
}

async function readWorlds(
  { words, option }: Arguments,
  preset: PresetName | undefined,
): Promise<BacktestOptions['worlds']> {
  const [file] = words;
  const truth = option('truth');
  const seeds = option('world-seed');
  if (seeds !== undefined) {
    if (file !== undefined || truth !== undefined) {
      throw new UsageError('--world-seed simulates the world: it takes no FILE and no --truth');
    }
    const days = wholeNumber(option('days') ?? '365', 'days', WORLD_LIMITS.days);
    const refunds = wholeNumber(option('refunds') ?? '306000', 'refunds', WORLD_LIMITS.refunds);
    const numbers = seeds.split(',').map((seed) => wholeNumber(seed, 'world-seed', WORLD_LIMITS.seed));
    if (new Set(numbers).size < numbers.length)
      throw new UsageError(`--world-seed names a seed twice: "${seeds}"`);
    return numbers.map((seed) => simulatedWorld({ seed, days, refunds }, preset));
  }
  if (file === undefined) throw new UsageError('FILE, a file of events, or --world-seed is needed');
  if (truth === undefined) throw new UsageError('--truth FILE is needed: what really happened');
  for (const name of ['days', 'refunds', 'preset']) {
    if (option(name) !== undefined) throw new UsageError(`--${name} is only for a simulated world`);
  }
  for (const one of [file, truth]) await mustBeReadable(one);
  return [await fileWorld(file, truth)];
}
