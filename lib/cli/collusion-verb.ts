import { type Policy, registerOf } from '../domain/policy/policy.ts';
import type { Register } from '../domain/producers/register.ts';
import { describeProof, stepsOf } from '../lab/collusion/describe-proof.ts';
import { isRemovableRule, type RemovableRule, RULE_REASONS } from '../lab/collusion/judge.ts';
import { type CollusionProof, proveCollusion, surveyActs } from '../lab/collusion/prove.ts';
import { describeRegisterProof } from '../lab/collusion/register/describe-register-proof.ts';
import { proveRegister } from '../lab/collusion/register/prove-register.ts';
import { readPolicy } from './read-policy.ts';
import { PRODUCERS_OPTION } from './read-register.ts';
import { parseArguments, say, UsageError, type Verb } from './verb.ts';

const RULES = Object.keys(RULE_REASONS).join(', ');

/** `refund-gate collusion`. */
export const collusionVerb: Verb = {
  usage: 'collusion [--policy FILE] [--producers FILE] [--without RULE]',
  summary: 'searches every coalition for the cheapest false return that passes, per band of values',
  help: [
    'Searches all coalitions of up to three people other than the marker, and all they could scan, for the cheapest',
    'false return that the hard rules let pass: when nothing came, and when a sealed decoy came, of the right weight or',
    'too light. Exit 1 when one takes fewer people than the policy demands, a decision would count more attestors than',
    'parties vouched, or a second refund of the same line would pass.',
    '',
    'With a register it searches each site, by what each source may say there: an employee who types other classes and ids,',
    'and the account of a source as one party. It also prints the values that a site can never support.',
    '',
    '  --policy FILE     search this policy document instead of the one that ships with the gate',
    '  --producers FILE  search with this producers register',
    `  --without RULE    do not listen to a rule, to see what it is for; several with commas. One of ${RULES}`,
  ],
  run: async (args) => {
    const { option } = parseArguments(args, {
      options: { policy: { type: 'string' }, ...PRODUCERS_OPTION, without: { type: 'string' } },
      words: [0, 0],
    });
    const without = readRules(option('without'));
    const { policy } = await readPolicy(option('policy'), option('producers'));
    const register = registerOf(policy);
    if (register !== undefined) return searchRegister(policy, register, without);
    const proof = proveCollusion(surveyActs(policy), without);
    process.stdout.write(`${describeProof(proof, policy, without).join('\n')}\n`);
    return concludeFrom(proof);
  },
};

function readRules(text: string | undefined): readonly RemovableRule[] {
  return (text?.split(',') ?? []).map((name) => {
    if (isRemovableRule(name)) return name;
    throw new UsageError(`--without takes one or more of ${RULES}, with commas between them; got "${text}"`);
  });
}

function searchRegister(policy: Policy, register: Register, without: readonly RemovableRule[]): number {
  const proof = proveRegister(policy, register, { without });
  process.stdout.write(`${describeRegisterProof(proof, policy, without).join('\n')}\n`);
  return concludeFrom({ ...proof, overstatement: null });
}

type Concluded = Pick<CollusionProof, 'holds' | 'overstatement' | 'acts' | 'sorts' | 'judged'>;

function concludeFrom({ holds, overstatement, acts, sorts, judged }: Concluded): number {
  const counted = [acts, sorts, judged].map((count) => count.toLocaleString('en'));
  say(`${counted[0]} acts of ${counted[1]} sorts; ${counted[2]} sets of scans judged.`);
  if (!holds) say('The policy’s demand is not met.');
  if (overstatement !== null) {
    say(
      `A decision would count ${overstatement.observed} attestors where ${overstatement.parties.length} vouched:`,
    );
    for (const step of stepsOf(overstatement)) say(`  - ${step}`);
  }
  return holds && overstatement === null ? 0 : 1;
}
