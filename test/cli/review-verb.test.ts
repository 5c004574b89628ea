import { expect, test } from 'vitest';
import { reviewVerb } from '../../lib/cli/review-verb.ts';

test('a verdict that contradicts the decision is a usage error, before anything is asked', async () => {
  const args = ['re_1', 'approve', '--verdict', 'nothing_arrived', '--as', 'rev_1'];
  await expect(reviewVerb.run(args)).rejects.toThrow(
    '--verdict: an approval goes with the verdict genuine or other only; deny with any other',
  );
});
