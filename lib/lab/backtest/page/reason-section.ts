import { table } from './html.ts';
import type { Section, ShownRuns } from './section.ts';
import { count, percent } from './words.ts';

/** Which reasons bring refunds before people, and how often rightly. */
export function reasonSection(runs: ShownRuns): Section {
  const [{ figures }] = runs;
  const [most] = figures.reasons;
  return {
    id: 'reasons',
    sentence:
      most === undefined
        ? 'Nothing was escalated.'
        : `The most frequent reason to ask a person is ${most.code}: ${percent(most.precision)} of what it stands in is fraud.`,
    note: 'A refund with several reasons counts with each. "Alone" are the refunds that nobody would be asked about without this reason.',
    table: table(
      ['reason of the first escalation', 'refunds', 'frauds', 'precision', 'alone', 'of them frauds'],
      runs.flatMap(({ policy, figures: { reasons } }) =>
        reasons.map(({ code, escalated, frauds, precision, alone, aloneFrauds }) => [
          runs.length > 1 ? `${policy.name}: ${code}` : code,
          count(escalated),
          count(frauds),
          percent(precision),
          count(alone),
          count(aloneFrauds),
        ]),
      ),
    ),
  };
}
