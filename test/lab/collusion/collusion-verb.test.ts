import { expect, test } from 'vitest';
import { collusionVerb } from '../../../lib/cli/collusion-verb.ts';

test.each([
  ['--without R9', ['--without', 'R9'], /--without takes one or more of R1, R5, R6, collusion.*got "R9"/],
  ['an empty --without', ['--without', ''], /--without takes one or more of/],
  ['an inherited name', ['--without', 'constructor'], /got "constructor"/],
  ['a word too many', ['now'], /unexpected argument "now"/],
] as const)('refund-gate collusion refuses %s', async (_name, args, message) => {
  await expect(collusionVerb.run(args)).rejects.toThrow(message);
});
