import type * as z from 'zod';
import { reviewDecidedSchema } from '../contracts/review-decided.ts';
import { visibleJson } from '../domain/shared/visible-text.ts';
import { CONNECTION_HELP, CONNECTION_OPTIONS } from './connection.ts';
import { deskOf } from './desk.ts';
import { parseArguments, say, UsageError, type Verb } from './verb.ts';

/** `refund-gate review`. */
export const reviewVerb: Verb = {
  usage: 'review REFUND_ID approve|deny --verdict V [--as REVIEWER]',
  summary: 'decides an escalated refund, by the rules of four eyes',
  help: [
    'Refused are the marker, the approver, every attestor, their managers and teams, and a second different answer.',
    'Exit 0 only if the answer was kept as yours; what became of it is printed as one line of JSON.',
    '',
    '  --verdict V      genuine, nothing_arrived, wrong_goods, false_attestation or other',
    '  --as REVIEWER    who decides, on a gate on this machine; with --aws your signature says it',
    '  --note TEXT      kept with the decision',
    ...CONNECTION_HELP,
  ],
  run: async (args) => {
    const parsed = parseArguments(args, {
      options: {
        ...CONNECTION_OPTIONS,
        verdict: { type: 'string' },
        as: { type: 'string' },
        note: { type: 'string' },
      },
      words: [2, 2],
    });
    const [refundId, decision] = parsed.words;
    const command = reviewDecidedSchema.safeParse({
      refundId,
      decision,
      reviewerId: parsed.option('as') ?? NOBODY,
      verdict: parsed.option('verdict'),
      note: parsed.option('note'),
    });
    if (!command.success) throw new UsageError(explain(command.error));
    const { reviewerId: _, ...said } = command.data;
    const answer = await (await deskOf(parsed)).review(said);
    process.stdout.write(`${visibleJson(answer)}\n`);
    if (answer.result === 'accepted') return 0;
    say(`Not accepted: ${answer.result}.`);
    return 1;
  },
};

/** Stands for the reviewer while the rest of the answer is checked: on AWS the signature says who it is. */
const NOBODY = 'nobody';

const FIELD_NAMES: Readonly<Record<string, string>> = {
  refundId: 'REFUND_ID',
  decision: 'the decision (approve or deny)',
  reviewerId: '--as',
  verdict: '--verdict',
  note: '--note',
};

function explain(error: z.ZodError): string {
  const [issue] = error.issues;
  const field = String(issue?.path[0] ?? '');
  return `${FIELD_NAMES[field] ?? field}: ${issue?.message ?? 'wrong'}`;
}
