import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { RegisterDocument } from '../contracts/register-document.ts';
import { presetWorld } from '../lab/preset/preset-world.ts';
import { WORLD_LIMITS } from '../lab/world/options.ts';
import { type WorldStep, world } from '../lab/world/world.ts';
import { PRESET_NAMES } from '../producers/presets.ts';
import { ProgressBar } from './progress-bar.ts';
import { readPresetName } from './read-preset-name.ts';
import { problemOf } from './system-errors.ts';
import { parseArguments, say, UsageError, type Verb, wholeNumber } from './verb.ts';

/** How many characters are collected before they are written: a write per line would take most of the time. */
const CHUNK_CHARACTERS = 1 << 18;

/** `refund-gate simulate`. */
export const simulateVerb: Verb = {
  usage: 'simulate --seed N --days D --refunds N [--truth FILE] [--preset NAME --register FILE]',
  summary: 'writes a labelled world as events, one a line, in time order',
  help: [
    'A world of customers, carriers, sites and staff, honest and not, for "replay" and "backtest". The same numbers',
    'give the same bytes. The full world, on which the gate is measured: --days 365 --refunds 306000.',
    '',
    `  --seed N         ${rangeOf('seed')}: another seed is another world, with other carriers and other crime`,
    `  --days D         ${rangeOf('days')}: how long it lasts, from 1 January 2025 on`,
    `  --refunds N      ${rangeOf('refunds')}: how many refunds are asked for`,
    '  --truth FILE     write here what is true of each refund and employee, one JSON object a line',
    `  --preset NAME    ${PRESET_NAMES.join(', ')}: leave out what such a merchant does not own`,
    '  --register FILE  with a preset: write here the register of the producers in this world',
  ],
  run: async (args) => {
    const options = {
      seed: { type: 'string' },
      days: { type: 'string' },
      refunds: { type: 'string' },
    } as const;
    const { option } = parseArguments(args, {
      options: {
        ...options,
        truth: { type: 'string' },
        preset: { type: 'string' },
        register: { type: 'string' },
      },
      words: [0, 0],
    });
    const number = (name: keyof typeof WORLD_LIMITS): number => {
      const text = option(name);
      if (text === undefined) throw new UsageError(`--${name} is needed: a whole number, ${rangeOf(name)}`);
      return wholeNumber(text, name, WORLD_LIMITS[name]);
    };
    const chosen = { seed: number('seed'), days: number('days'), refunds: number('refunds') };
    const preset = readPresetName(option('preset'));
    const equipped = preset && presetWorld(chosen, preset);
    const registerFile = option('register');
    if (registerFile !== undefined) await writeRegister(registerFile, equipped?.register);
    await simulate(equipped?.steps() ?? world(chosen), {
      refunds: chosen.refunds,
      truthFile: option('truth'),
    });
    return 0;
  },
};

function rangeOf(name: keyof typeof WORLD_LIMITS): string {
  const [min, max] = WORLD_LIMITS[name];
  return `${min} to ${max}`;
}

async function writeRegister(file: string, register: RegisterDocument | undefined): Promise<void> {
  if (register === undefined) throw new UsageError('--register FILE needs --preset NAME');
  try {
    await writeFile(file, `${JSON.stringify(register, null, 2)}\n`);
  } catch (error) {
    throw new UsageError(`cannot write "${file}": ${problemOf(error)}`);
  }
}

async function simulate(
  steps: Iterable<WorldStep>,
  { refunds, truthFile }: { readonly refunds: number; readonly truthFile: string | undefined },
): Promise<void> {
  const { stdout } = process;
  // A reader that closes early, such as `head`, ends the simulation without a fault.
  stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  const truthStream = truthFile === undefined ? undefined : await openForWriting(truthFile);
  const events = new Lines(stdout);
  const truths = truthStream === undefined ? undefined : new Lines(truthStream);
  const bar = new ProgressBar({ label: 'Simulating', stream: process.stderr, nowMs: Date.now });
  let asked = 0;
  let told = 0;
  for (const step of steps) {
    if ('truth' in step) {
      if (step.truth.kind === 'refund') asked += 1;
      if (truths?.add(JSON.stringify(step.truth)) === true) await truths.flush();
    } else {
      told += 1;
      bar.advance(() => asked / refunds);
      if (events.add(JSON.stringify(step.event))) await events.flush();
    }
  }
  await events.flush();
  await truths?.flush();
  if (truthStream !== undefined) await finished(truthStream.end());
  bar.end();
  say(`${asked.toLocaleString('en')} refunds in ${told.toLocaleString('en')} events.`);
}

async function openForWriting(file: string): Promise<WriteStream> {
  const stream = createWriteStream(file);
  try {
    await once(stream, 'open');
  } catch (error) {
    throw new UsageError(`cannot write "${file}": ${problemOf(error)}`);
  }
  return stream;
}

/** Collects lines and writes many at once. */
class Lines {
  #text = '';
  readonly #to: Writable;

  constructor(to: Writable) {
    this.#to = to;
  }

  /** Adds a line. Returns true if it is time to flush. */
  add(line: string): boolean {
    this.#text += `${line}\n`;
    return this.#text.length >= CHUNK_CHARACTERS;
  }

  /** Writes the collected lines and waits for a slow reader. */
  async flush(): Promise<void> {
    const text = this.#text;
    this.#text = '';
    if (text !== '' && !this.#to.write(text)) await once(this.#to, 'drain');
  }
}
