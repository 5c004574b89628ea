import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileEventPattern } from '../../lib/local/events/compile-event-pattern.ts';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../lib/local/json.ts';
import { UnsupportedFeatureError } from '../../lib/local/unsupported-feature-error.ts';
import { type Pair, randomPairs } from './random-pairs.ts';

const PAIRS = 50_000;
const SEED = 20_261_130;
const SHOWN = 10;

type Answer = 'match' | 'none' | 'refused';

/** Compares how events are matched here with AWS's Event Ruler, and exits 1 when they differ. */
function main(): number {
  const missing = ['java', 'javac', 'mvn'].find((tool) => spawnSync(tool, ['-version']).status !== 0);
  if (missing !== undefined) {
    console.log(
      `SKIPPED: event patterns were not compared with AWS's Event Ruler, for there is no ${missing} here.`,
    );
    return 0;
  }
  const pairs = randomPairs(PAIRS, SEED);
  const theirs = askEventRuler(pairs);
  const differing = pairs.filter((pair, index) => answerOf(pair) !== theirs[index]);
  const misled = pairs.filter((pair, index) => answerOf(withoutEmptyArrays(pair)) !== theirs[index]);
  const count = (answer: Answer): number => theirs.filter((one) => one === answer).length;
  console.log(
    `${pairs.length} distinct pairs of pattern and event: ${count('match')} match, ${count('none')} do not, ` +
      `${count('refused')} patterns are refused. Here ${differing.length} are answered otherwise than by AWS's Event Ruler; ` +
      `by the control, which takes an empty array for a value, ${misled.length}.`,
  );
  for (const pair of differing.slice(0, SHOWN)) {
    console.log(`  ${JSON.stringify(pair)}: here ${answerOf(pair)}, there ${theirs[pairs.indexOf(pair)]}`);
  }
  if (misled.length === 0) console.log('The control does not differ: the comparison shows nothing.');
  return differing.length === 0 && misled.length > 0 ? 0 : 1;
}

function answerOf({ pattern, event }: Pair): Answer {
  try {
    return compileEventPattern(pattern, 'pattern')(event) ? 'match' : 'none';
  } catch (error) {
    if (error instanceof UnsupportedFeatureError) return 'refused';
    throw error;
  }
}

function withoutEmptyArrays({ pattern, event }: Pair): Pair {
  const fill = (value: JsonValue): JsonValue => {
    if (isJsonArray(value)) return value.length === 0 ? [null] : value.map(fill);
    return isJsonObject(value) ? fillObject(value) : value;
  };
  const fillObject = (object: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(object).map(([key, value]) => [key, fill(value)]));
  return { pattern, event: fillObject(event) };
}

function askEventRuler(pairs: readonly Pair[]): readonly string[] {
  const jars = mkdtempSync(join(tmpdir(), 'event-ruler-'));
  try {
    const pom = join(import.meta.dirname, 'pom.xml');
    run('mvn', ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${jars}`]);
    const oracle = join(import.meta.dirname, 'EventRulerOracle.java');
    const input = pairs.map((pair) => `${JSON.stringify(pair)}\n`).join('');
    const answers = run('java', ['-cp', join(jars, '*'), oracle], input)
      .trimEnd()
      .split('\n');
    if (answers.length === pairs.length) return answers;
    throw new Error(`The Event Ruler answered ${answers.length} of ${pairs.length} pairs.`);
  } finally {
    rmSync(jars, { recursive: true, force: true });
  }
}

function run(command: string, args: readonly string[], input = ''): string {
  const { status, stdout, stderr } = spawnSync(command, args, {
    input,
    encoding: 'utf8',
    maxBuffer: 1024 * 1024 * 1024,
  });
  if (status === 0) return stdout;
  throw new Error(`${command} failed (${status}): ${stdout}${stderr}`);
}

process.exitCode = main();
