import type { ReasonFigures } from '../score/by-reason.ts';
import { isEnough } from '../score/enough.ts';
import { table } from './html.ts';
import type { Section, ShownRuns } from './section.ts';
import { count, percent, TOO_FEW } from './words.ts';

/** Returns the section on which reasons bring refunds under review, and how often rightly. */
export function reasonSection(runs: ShownRuns): Section {
  const [{ figures }] = runs;
  const [most] = figures.reasons;
  return {
    id: 'reasons',
    sentence: sentence(most),
    note: 'A refund with several reasons counts with each. "Alone" are the refunds that nobody would be asked about without this reason.',
    table: table(
      ['reason of the first escalation', 'refunds', 'frauds', 'precision', 'alone', 'of them frauds'],
      runs.flatMap(({ policy, figures: { reasons } }) =>
        reasons.map(({ code, escalated, frauds, precision, alone, aloneFrauds }) => [
          runs.length > 1 ? `${policy.name}: ${code}` : code,
          count(escalated),
          count(frauds),
          isEnough(escalated) ? percent(precision) : TOO_FEW,
          count(alone),
          count(aloneFrauds),
        ]),
      ),
    ),
  };
}

function sentence(most: ReasonFigures | undefined): string {
  if (most === undefined) return 'Nothing was escalated.';
  const { code, escalated, precision } = most;
  const rightly = isEnough(escalated)
    ? `${percent(precision)} of the refunds with it are fraud`
    : `only ${escalated} refunds have it, too few to tell how often rightly`;
  return `The most frequent reason to ask a person is ${code}: ${rightly}.`;
}
