import { describeCase } from '../app/refund/describe-case.ts';
import { idSchema } from '../contracts/fields.ts';
import { CONNECTION_HELP, CONNECTION_OPTIONS, connect } from './connection.ts';
import { parseArguments, say, UsageError, type Verb } from './verb.ts';

/** `refund-gate case`. */
export const caseVerb: Verb = {
  usage: 'case REFUND_ID',
  summary: 'tells everything known of one refund, as a person would read it',
  help: CONNECTION_HELP,
  run: async (args) => {
    const parsed = parseArguments(args, { options: CONNECTION_OPTIONS, words: [1, 1] });
    const [refundId = ''] = parsed.words;
    if (!idSchema.safeParse(refundId).success) {
      throw new UsageError(
        `"${refundId}" is no refund’s id: 1 to 128 characters without spaces, all but ASCII percent-encoded`,
      );
    }
    const { read } = await connect(parsed);
    const told = await read((store) => describeCase(store, refundId));
    if (told === undefined) {
      say(`There is no refund ${refundId}.`);
      return 1;
    }
    process.stdout.write(`${told}\n`);
    return 0;
  },
};
