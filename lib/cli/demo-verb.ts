import { join, resolve } from 'node:path';
import type { RegisterDocument } from '../contracts/register-document.ts';
import { type Scene, STORY_START, story } from '../demo/story.ts';
import { STORY_REGISTER } from '../demo/story-register.ts';
import type { EmbeddedAws } from '../local/embedded-aws.ts';
import type { Mail } from '../local/messages/mailbox.ts';
import { decisionsOnce } from './decisions-once.ts';
import { startLocalGate } from './local-gate.ts';
import { eventPutter } from './put-events.ts';
import { PRODUCERS_OPTION, readRegister } from './read-register.ts';
import { exitOnStop, stopRequested } from './stop-signals.ts';
import { type Told, tell } from './tell-decision.ts';
import { parseArguments, type Verb } from './verb.ts';

/** `refund-gate demo`. */
export const demoVerb: Verb = {
  usage: 'demo [--console] [--events | --register] [--producers FILE]',
  summary: 'plays the bundled story on an embedded AWS and checks what comes of it',
  help: [
    'Synthesizes the CDK app, deploys it into an embedded AWS on 127.0.0.1, sends the events of the story and prints',
    'each decision and the e-mail of the five-iPad case. Exit 0 only if every outcome is the right one.',
    '',
    '  --console         afterwards keep the gate and its console open, until stopped',
    '  --events          print the events of the story instead, for "replay" or a file',
    '  --register        print the producers register of the story instead',
    '  --producers FILE  judge by this producers register instead of that of the story',
  ],
  run: async (args) => {
    const { flag, option } = parseArguments(args, {
      options: {
        console: { type: 'boolean' },
        events: { type: 'boolean' },
        register: { type: 'boolean' },
        ...PRODUCERS_OPTION,
      },
      words: [0, 0],
    });
    const scenes = story();
    const file = option('producers');
    const register = file === undefined ? STORY_REGISTER : await readRegister(file);
    if (flag('register')) {
      process.stdout.write(`${JSON.stringify(register, null, 2)}\n`);
      return 0;
    }
    if (!flag('events')) return play(scenes, { register, staysOpen: flag('console') });
    for (const event of scenes.flatMap((scene) => scene.events))
      process.stdout.write(`${JSON.stringify(event)}\n`);
    return 0;
  },
};

function print(line = ''): void {
  process.stdout.write(`${line}\n`);
}

interface Playing {
  readonly register: RegisterDocument;
  readonly staysOpen: boolean;
}

async function play(scenes: readonly Scene[], { register, staysOpen }: Playing): Promise<number> {
  const folder = resolve('.refund-gate', 'demo');
  const letRun = exitOnStop();
  const gate = await startLocalGate({ folder, keep: false, startAt: STORY_START, register });
  const { aws, mailbox } = gate;
  try {
    print(`Embedded AWS ready at ${aws.endpoint}, running the synthesized stack.`);
    const told = new Map<string, Told>();
    const mails: Mail[] = [];
    aws.onMail((mail) => mails.push(mail));
    aws.onBusEvent(
      decisionsOnce((line) => {
        const decision = tell(line);
        told.set(decision.id, decision);
        for (const text of decision.lines) print(text);
      }),
    );
    const results: Result[] = [];
    for (const scene of scenes) {
      await playScene(aws, scene);
      for (const [id, expected] of Object.entries(scene.expected))
        results.push({ scene, id, expected, told: told.get(id) });
    }
    showMail(mails);
    const code = summarize(results, mailbox);
    if (staysOpen) {
      letRun();
      print(`\nThe console is open at ${gate.console}. Sign in as rev_1@example.com; stop with Ctrl-C.`);
      await stopRequested();
    }
    return code;
  } finally {
    await aws.stop();
  }
}

async function playScene(aws: EmbeddedAws, scene: Scene): Promise<void> {
  print(`\n▸ ${scene.title}`);
  const put = eventPutter(aws);
  for (const event of scene.events) {
    const at = new Date(event.time);
    if (at > aws.clock.now()) await aws.clock.advanceTo(at);
    if (event.type === 'refundgate.clock.ticked.v1') continue;
    await put([event]);
    if (event.type === 'refundgate.refund.requested.v1') await aws.settle();
  }
  await aws.settle();
}

interface Result {
  readonly scene: Scene;
  readonly id: string;
  readonly expected: string;
  readonly told: Told | undefined;
}

function showMail(mails: readonly Mail[]): void {
  const mail = mails.find(({ text }) => text.includes('re_ipads'));
  if (mail === undefined) return;
  print('\n▸ The e-mail about the iPads');
  for (const line of [
    `To: ${mail.to}`,
    `Subject: ${mail.subject}`,
    '',
    ...mail.text.trimEnd().split(/\r?\n/),
  ]) {
    print(`  │ ${line}`.trimEnd());
  }
}

function summarize(results: readonly Result[], mailbox: string): number {
  print('\n  refund          amount          expected    got         ');
  for (const { id, expected, told } of results) {
    const got = told?.outcome ?? 'nothing';
    const row = [id.padEnd(15), (told?.amount ?? '').padEnd(15), expected.padEnd(11), got.padEnd(11)];
    print(`  ${row.join(' ')} ${got === expected ? 'ok' : 'WRONG'}`);
  }
  const wrong = results.filter(({ expected, told }) => told?.outcome !== expected).length;
  print();
  print(wrong === 0 ? 'All outcomes are right.' : `${wrong} outcome(s) are wrong.`);
  print(`Where to look next: the e-mails in ${join(mailbox)}; "npx refund-gate serve" to drive it`);
  print('yourself with any AWS CLI; docs/ARCHITECTURE.md for the way of one refund.');
  return wrong === 0 ? 0 : 1;
}
