import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import type { PinnedPolicy } from '../app/ports.ts';
import { readEventFile } from '../replay/event-file/read-event-file.ts';
import { Replay } from '../replay/replay.ts';
import { LineOutput } from './line-output.ts';
import { readPolicy } from './read-policy.ts';
import { OPEN_MODE, PRODUCERS_OPTION } from './read-register.ts';
import { ReplaySummary } from './replay-summary.ts';
import { mustBeReadable } from './usable-paths.ts';
import { parseArguments, say, type Verb } from './verb.ts';

/** How often progress is shown, in milliseconds of real time. */
const PROGRESS_MS = 2000;

/** Exit code after Ctrl-C, as in shells. All decisions made before it have been written. */
const EXIT_INTERRUPTED = 130;

/** `refund-gate replay`. */
export const replayVerb: Verb = {
  usage: 'replay [FILE|-] [--policy FILE] [--producers FILE]',
  summary: 'replays events in virtual time: events in, decisions out, one a line',
  help: [
    'FILE (default "-", standard input) has one event a line or is one JSON array of events, in time order, plain or',
    'gzip. An event is a CloudEvent, or the envelope in which EventBridge delivers one. Decisions and rejections come',
    'out as CloudEvents, one a line. A clock.ticked line is echoed once all that was due by then has come out.',
    'An event more than 400 days after the newest one before it is rejected.',
    '',
    'What was taken, what was rejected and how the refunds ended is said on stderr. Exit 1 if nothing was taken.',
    '',
    '  --policy FILE    judge by this policy document instead of the one that ships with the gate',
    '  --producers FILE judge by this producers register (default: open mode, in which everybody is believed)',
    '  --strict         exit 1 if any event was rejected',
    '  --reminders      print each reminder of a refund that still waits for people, not only the first escalation',
  ],
  run: async (args) => {
    const { words, option, flag } = parseArguments(args, {
      options: {
        policy: { type: 'string' },
        ...PRODUCERS_OPTION,
        strict: { type: 'boolean' },
        reminders: { type: 'boolean' },
      },
      words: [0, 1],
    });
    const policy = await readPolicy(option('policy'), option('producers'));
    const [file = '-'] = words;
    if (file !== '-') await mustBeReadable(file);
    if (option('producers') === undefined) say(OPEN_MODE);
    const input = file === '-' ? process.stdin : createReadStream(file);
    return replayFile({ input, policy, strict: flag('strict'), reminders: flag('reminders') });
  },
};

interface ReplayRun {
  readonly input: Readable;
  readonly policy: PinnedPolicy;
  readonly strict: boolean;
  readonly reminders: boolean;
}

async function replayFile({ input, policy, strict, reminders }: ReplayRun): Promise<number> {
  const { stdout } = process;
  // A reader that closes early, such as `head`, ends the replay without a fault.
  stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  const output = new LineOutput(stdout);
  const summary = new ReplaySummary();
  const finish = (): void => {
    output.flush();
    say(`Replayed by policy ${policy.policy.version} (${policy.hash.slice(0, 15)}…):`);
    for (const line of summary.lines({ reminders })) say(line);
    if (summary.taken === 0) say('Nothing was taken.');
  };
  process.once('SIGINT', () => {
    finish();
    process.exit(EXIT_INTERRUPTED);
  });
  const replay = new Replay({
    policy,
    write: (line) => output.write(line),
    hears: (event, number) => !summary.published(event, number) || reminders,
  });
  try {
    await takeAll({ input, replay, output, summary });
  } finally {
    finish();
  }
  return summary.taken === 0 || (strict && summary.rejected > 0) ? 1 : 0;
}

async function takeAll({
  input,
  replay,
  output,
  summary,
}: {
  readonly input: Readable;
  readonly replay: Replay;
  readonly output: LineOutput;
  readonly summary: ReplaySummary;
}): Promise<void> {
  let shownAt = Date.now();
  // Events are read many at a time. If reading and deciding took turns for each event, each would push the other's code
  // and data out of the processor's caches.
  for await (const events of readEventFile(input)) {
    try {
      for (const event of events) {
        summary.took(event, await replay.take(event.line, event.parsed, event.number));
      }
      if (output.isAhead) await output.caughtUp();
    } finally {
      // A program that sends line by line waits for the decisions before it sends the next line.
      output.flush();
    }
    if (process.stderr.isTTY && Date.now() - shownAt > PROGRESS_MS) {
      shownAt = Date.now();
      say(`${summary.taken.toLocaleString('en')} events taken`);
    }
  }
}
