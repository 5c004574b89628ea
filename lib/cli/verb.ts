import { type ParseArgsConfig, parseArgs } from 'node:util';
import { visibleText } from '../domain/shared/visible-text.ts';

/** Thrown when a command line is wrong; its message is the one line the person sees, with exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** One verb of the command line. */
export interface Verb {
  /** How it is written, after the executable's name. */
  readonly usage: string;
  readonly summary: string;
  /** The rest of its `--help`: what each option does. */
  readonly help: readonly string[];
  /** Does it and answers the exit code. Data goes to stdout, talk to stderr. */
  readonly run: (args: readonly string[]) => Promise<number>;
}

type Options = NonNullable<ParseArgsConfig['options']>;

/** A verb's arguments, parsed. */
export interface Arguments {
  readonly words: readonly string[];
  readonly option: (name: string) => string | undefined;
  /** Every value of an option that may be given more than once, in their order. */
  readonly list: (name: string) => readonly string[];
  readonly flag: (name: string) => boolean;
}

/**
 * Returns a verb's words and options.
 * @throws UsageError on an unknown option, a missing value, or too few or many words.
 */
export function parseArguments(
  args: readonly string[],
  { options, words }: { readonly options: Options; readonly words: readonly [min: number, max: number] },
): Arguments {
  const parsed = parseOrRefuse(args, options);
  const [min, max] = words;
  const { positionals } = parsed;
  if (positionals.length < min) throw new UsageError(`${min} argument(s) needed, got ${positionals.length}`);
  if (positionals.length > max) throw new UsageError(`unexpected argument "${positionals[max] ?? ''}"`);
  const values: Readonly<Record<string, unknown>> = parsed.values;
  return {
    words: positionals,
    option: (name) => (typeof values[name] === 'string' ? values[name] : undefined),
    list: (name) => {
      const value = values[name];
      return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
    },
    flag: (name) => values[name] === true,
  };
}

function parseOrRefuse(args: readonly string[], options: Options) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    const [sentence = 'wrong arguments'] = error instanceof Error ? error.message.split('. To specify') : [];
    throw new UsageError(sentence.replaceAll(/\s*\n\s*/g, ' ').replace(/\.$/, ''));
  }
}

/** Returns a whole number an option gives. */
export function wholeNumber(text: string, name: string, [min, max]: readonly [number, number]): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min || value > max) {
    throw new UsageError(`--${name} takes a whole number from ${min} to ${max}, got "${text}"`);
  }
  return value;
}

/** Writes one line of talk to stderr; what it repeats of an event or an argument is shown, never obeyed. */
export function say(line: string): void {
  process.stderr.write(`${visibleText(line)}\n`);
}
