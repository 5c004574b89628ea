import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { RegisterDocument } from '../contracts/register-document.ts';
import { decisionsOnce } from './decisions-once.ts';
import { outputOf, startLocalGate } from './local-gate.ts';
import { OPEN_MODE, PRODUCERS_OPTION, readRegister } from './read-register.ts';
import { noteRunning } from './running-gates.ts';
import { exitOnStop, stopRequested } from './stop-signals.ts';
import { problemOf } from './system-errors.ts';
import { parseArguments, say, UsageError, type Verb, wholeNumber } from './verb.ts';

/** `refund-gate serve`. */
export const serveVerb: Verb = {
  usage: 'serve [--port N] [--console-port N] [--data DIR] [--producers FILE]',
  summary: 'runs the gate on an embedded AWS on 127.0.0.1, until stopped',
  help: [
    'When ready it prints one line of JSON: endpoint, console, bus, table, gateMachineArn, reviewMachineArn, topicArn,',
    'mailbox. The console is the page where people decide; its sign-in here asks for no password.',
    'Decisions published on the bus follow, one a line. Any AWS SDK or CLI can talk to it with --endpoint-url.',
    '',
    '  --port N          the port (default 0: any free one)',
    '  --console-port N  the port of the console (default 0: any free one)',
    '  --data DIR        keep the state in DIR, so that a restart goes on where it stopped (default: in memory)',
    '  --producers FILE  judge by this producers register; all its accounts and roles are this machine here',
    '                    (default: open mode, in which everybody is believed)',
  ],
  run: async (args) => {
    const { option } = parseArguments(args, {
      options: {
        port: { type: 'string' },
        'console-port': { type: 'string' },
        data: { type: 'string' },
        ...PRODUCERS_OPTION,
      },
      words: [0, 0],
    });
    const port = wholeNumber(option('port') ?? '0', 'port', [0, 65_535]);
    const consolePort = wholeNumber(option('console-port') ?? '0', 'console-port', [0, 65_535]);
    const data = option('data');
    if (data === '') throw new UsageError('--data takes a folder, got an empty text');
    const file = option('producers');
    const register = file === undefined ? undefined : await readRegister(file);
    return serve({ port, consolePort, data, register });
  },
};

interface ServeRun {
  readonly port: number;
  readonly consolePort: number;
  readonly data: string | undefined;
  readonly register: RegisterDocument | undefined;
}

async function serve({ port, consolePort, data, register }: ServeRun): Promise<number> {
  const letRun = exitOnStop();
  const folder = resolve(data ?? join('.refund-gate', 'serve'));
  const published = join(folder, 'published.log');
  if (data !== undefined && existsSync(published) && !existsSync(join(folder, 'state'))) {
    throw new UsageError(
      `the folder "${folder}" has a gate's published.log but not its state, so its releases are forgotten; put the state back, or use another folder`,
    );
  }
  const keep = data !== undefined;
  const gate = await startLocalGate({ folder, keep, port, consolePort, register });
  const { aws, mailbox } = gate;
  letRun();
  const stopped = stopRequested();
  const forgetRunning = noteOrSay(aws.endpoint);
  const ready = {
    endpoint: aws.endpoint,
    console: gate.console,
    bus: outputOf(aws, 'BusName'),
    table: outputOf(aws, 'TableName'),
    gateMachineArn: outputOf(aws, 'GateMachineArn'),
    reviewMachineArn: outputOf(aws, 'ReviewMachineArn'),
    topicArn: outputOf(aws, 'TopicArn'),
    mailbox,
  };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
  const print = (line: string): boolean => process.stdout.write(`${line}\n`);
  aws.onBusEvent(decisionsOnce(print, data === undefined ? undefined : published));
  aws.onMail((mail) => say(`E-mail to ${mail.to}: ${mail.subject} (${mail.file})`));
  if (register === undefined) say(OPEN_MODE);
  say('Ready. Stop with Ctrl-C.');
  await stopped;
  say('Stopping …');
  forgetRunning();
  await aws.stop();
  return 0;
}

/** Notes the gate for the other verbs. If the note cannot be written, it says so and the gate runs without it. */
function noteOrSay(endpoint: string): () => void {
  try {
    return noteRunning(endpoint);
  } catch (error) {
    say(`The other verbs need --endpoint ${endpoint}: it cannot be noted here (${problemOf(error)}).`);
    return () => undefined;
  }
}
