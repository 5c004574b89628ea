import { userInfo } from 'node:os';
import type * as z from 'zod';
import { stopCommandSchema } from '../contracts/step-contracts.ts';
import { parseScope, SCOPE_FORMS } from '../domain/refund/stops.ts';
import { visibleJson } from '../domain/shared/visible-text.ts';
import { CONNECTION_HELP, CONNECTION_OPTIONS } from './connection.ts';
import { deskOf } from './desk.ts';
import { parseArguments, say, UsageError, type Verb } from './verb.ts';

/** `refund-gate stop`. */
export const stopVerb = switchVerb(
  'stop',
  'sets a kill switch: nothing in its scope is released by the machine',
  'One person sets a stop; setting it again takes back a lift that was asked for. Two people lift it.',
);

/** `refund-gate lift`. */
export const liftVerb = switchVerb(
  'lift',
  'asks for the lift of a kill switch; it takes two different people',
  'The first person asks, the second person lifts. Nobody lifts a stop on themselves. Flags are lifted by events.',
);

function switchVerb(action: 'stop' | 'lift', summary: string, rule: string): Verb {
  return {
    usage: `${action} SCOPE [--as PERSON]`,
    summary,
    help: [
      `SCOPE is ${SCOPE_FORMS}.`,
      rule,
      '',
      '  --as PERSON      who asks, on a gate on this machine (default: its user); with --aws your signature says it',
      '  --reason TEXT    kept with the stop',
      ...CONNECTION_HELP,
    ],
    run: async (args) => {
      const parsed = parseArguments(args, {
        options: { ...CONNECTION_OPTIONS, as: { type: 'string' }, reason: { type: 'string' } },
        words: [1, 1],
      });
      const [scope = ''] = parsed.words;
      if (parseScope(scope) === undefined)
        throw new UsageError(`"${scope}" is no scope; allowed: ${SCOPE_FORMS}`);
      const person = parsed.option('as') ?? userInfo().username;
      const command = stopCommandSchema.safeParse({ action, scope, person, reason: parsed.option('reason') });
      if (!command.success) throw new UsageError(explain(command.error));
      const { person: _, ...said } = command.data;
      const answer = await (await deskOf(parsed, person)).changeStop(said);
      process.stdout.write(`${visibleJson(answer)}\n`);
      say(answer.message);
      return answer.done ? 0 : 1;
    },
  };
}

function explain({ issues: [issue] }: z.ZodError): string {
  const option = issue?.path[0] === 'person' ? '--as' : '--reason';
  return `${option}: ${issue?.message ?? 'wrong'}`;
}
