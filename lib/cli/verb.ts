import { type ParseArgsConfig, parseArgs } from 'node:util';
import { visibleText } from '../domain/shared/visible-text.ts';

/** Thrown when a command line is wrong. The person sees only its message, in one line, and the exit code is 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** One verb of the command line. */
export interface Verb {
  /** The command line, without the executable's name. */
  readonly usage: string;
  readonly summary: string;
  /** The rest of its `--help`: what each option does. */
  readonly help: readonly string[];
  /** Runs the verb and returns the exit code. Data goes to stdout, messages to stderr. */
  readonly run: (args: readonly string[]) => Promise<number>;
}

type Options = NonNullable<ParseArgsConfig['options']>;

/** A verb's arguments, parsed. */
export interface Arguments {
  readonly words: readonly string[];
  readonly option: (name: string) => string | undefined;
  /** Every value of an option that may be given more than once, in order. */
  readonly list: (name: string) => readonly string[];
  readonly flag: (name: string) => boolean;
}

/**
 * Returns a verb's words and options.
 * @throws UsageError on an unknown option, a missing value, or too few or too many words.
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

/** Returns the whole number that an option gives. */
export function wholeNumber(text: string, name: string, [min, max]: readonly [number, number]): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min || value > max) {
    throw new UsageError(`--${name} takes a whole number from ${min} to ${max}, got "${text}"`);
  }
  return value;
}

/** Writes one message to stderr. Control characters in it, such as from an event, are shown and have no effect. */
export function say(line: string): void {
  process.stderr.write(`${visibleText(line)}\n`);
}
