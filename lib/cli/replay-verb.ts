import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { PinnedPolicy } from '../app/ports.ts';
import { readEventFile } from '../lab/event-file/read-event-file.ts';
import { Replay } from '../lab/replay.ts';
import { LineOutput } from './line-output.ts';
import { readPolicy } from './read-policy.ts';
import { parseArguments, say, UsageError, type Verb } from './verb.ts';

/** How often progress is told, in milliseconds of real time. */
const PROGRESS_MS = 2000;

/** Exit code after Ctrl-C, as shells have it; what was decided by then has been written. */
const EXIT_INTERRUPTED = 130;

/** `refund-gate replay`. */
export const replayVerb: Verb = {
  usage: 'replay [FILE|-] [--policy FILE]',
  summary: 'replays events in virtual time: events in, decisions out, one a line',
  help: [
    'FILE (default "-", standard input) has one event a line or is one JSON array of events, in time order, plain or',
    'gzip. An event is a CloudEvent, or the envelope in which EventBridge delivers one. Decisions and rejections come',
    'out as CloudEvents, one a line. A clock.ticked line is echoed once all that was due by then has come out.',
    '',
    '  --policy FILE    judge by this policy document instead of the one that ships with the gate',
  ],
  run: async (args) => {
    const { words, option } = parseArguments(args, {
      options: { policy: { type: 'string' } },
      words: [0, 1],
    });
    const policy = await readPolicy(option('policy'));
    const [file = '-'] = words;
    return replayFile(file === '-' ? process.stdin : await openFile(file), policy);
  },
};

async function openFile(file: string): Promise<Readable> {
  try {
    await access(file);
  } catch {
    throw new UsageError(`cannot read "${file}"`);
  }
  return createReadStream(file);
}

async function replayFile(input: Readable, policy: PinnedPolicy): Promise<number> {
  const { stdout } = process;
  // A reader that closes early, such as `head`, ends the replay without a fault.
  stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  const output = new LineOutput(stdout);
  process.once('SIGINT', () => {
    output.flush();
    process.exit(EXIT_INTERRUPTED);
  });
  const replay = new Replay({ policy, write: (line) => output.write(line) });
  let taken = 0;
  let toldAt = Date.now();
  for await (const events of readEventFile(input)) {
    try {
      for (const { line, parsed } of events) await replay.take(line, parsed);
      if (output.isAhead) await output.caughtUp();
    } finally {
      // Whoever feeds line by line waits for the decisions before the next one.
      output.flush();
    }
    taken += events.length;
    if (process.stderr.isTTY && Date.now() - toldAt > PROGRESS_MS) {
      toldAt = Date.now();
      say(`${taken.toLocaleString('en')} events replayed`);
    }
  }
  say(
    `${taken.toLocaleString('en')} events replayed by policy ${policy.policy.version} (${policy.hash.slice(0, 15)}…).`,
  );
  return 0;
}
