import { describeCase } from '../app/describe-case.ts';
import { CONNECTION_HELP, CONNECTION_OPTIONS, connect } from './connection.ts';
import { parseArguments, say, type Verb } from './verb.ts';

/** `refund-gate case`. */
export const caseVerb: Verb = {
  usage: 'case REFUND_ID',
  summary: 'tells everything known of one refund, as a person would read it',
  help: CONNECTION_HELP,
  run: async (args) => {
    const parsed = parseArguments(args, { options: CONNECTION_OPTIONS, words: [1, 1] });
    const [refundId = ''] = parsed.words;
    const { store } = await connect(parsed);
    const told = await describeCase(store, refundId);
    if (told === undefined) {
      say(`There is no refund ${refundId}.`);
      return 1;
    }
    process.stdout.write(`${told}\n`);
    return 0;
  },
};
