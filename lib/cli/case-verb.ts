import { describeCase } from '../app/case-view/describe-case.ts';
import { idSchema } from '../contracts/fields.ts';
import { visibleJson } from '../domain/shared/visible-text.ts';
import { CONNECTION_HELP, CONNECTION_OPTIONS } from './connection.ts';
import { deskOf } from './desk.ts';
import { parseArguments, say, UsageError, type Verb } from './verb.ts';

const OPTIONS = {
  ...CONNECTION_OPTIONS,
  json: { type: 'boolean' },
  decibans: { type: 'boolean' },
} as const;

/** `refund-gate case`. */
export const caseVerb: Verb = {
  usage: 'case REFUND_ID [--json | --decibans]',
  summary: 'tells everything known of one refund, as a person would read it',
  help: [
    '  --json           prints it as one line of JSON',
    '  --decibans       shows weights in decibans too: above 0 for fraud, below 0 for an honest refund',
    ...CONNECTION_HELP,
  ],
  run: async (args) => {
    const parsed = parseArguments(args, { options: OPTIONS, words: [1, 1] });
    const [refundId = ''] = parsed.words;
    if (!idSchema.safeParse(refundId).success) {
      throw new UsageError(
        `"${refundId}" is no refund’s id: 1 to 128 characters without spaces, all but ASCII percent-encoded`,
      );
    }
    const view = await (await deskOf(parsed)).caseView(refundId);
    if (view === undefined) {
      say(`There is no refund ${refundId}.`);
      return 1;
    }
    const text = parsed.flag('json')
      ? visibleJson(view)
      : describeCase(view, { withDecibans: parsed.flag('decibans') });
    process.stdout.write(`${text}\n`);
    return 0;
  },
};
