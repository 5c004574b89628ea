import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { HistoryEntry } from '../../../lib/domain/history/history.ts';
import { MAX_NAMED, NO_TOTALS, sumOfTotals, totalsOf } from '../../../lib/domain/history/weekly-totals.ts';
import { anEntry } from '../../builders.ts';

const entry = fc
  .record({
    tier: fc.constantFrom(0, 1, 2),
    exceptionPermille: fc.constantFrom(0, 300, 900),
    verdict: fc.constantFrom('none', 'genuine', 'fraud', 'false_attestation'),
    reviewerIds: fc.uniqueArray(fc.constantFrom('rev_1', 'rev_2', 'rev_3')),
    customer: fc.nat(60),
  })
  .map(({ customer, ...rest }) => anEntry({ ...rest, customerId: `c_${customer}` }));

const entries = fc
  .array(entry, { maxLength: 3 * MAX_NAMED })
  .map((all): readonly HistoryEntry[] => all.map((one, at) => ({ ...one, refundId: `re_${at}` })));

test('tallies summed one by one are the totals of all their entries, names cut off among them', () => {
  fc.assert(
    fc.property(entries, (all) => {
      const summed = all.reduce((totals, one) => sumOfTotals(totals, totalsOf([one])), NO_TOTALS);
      expect(summed).toStrictEqual(totalsOf(all));
    }),
  );
});
