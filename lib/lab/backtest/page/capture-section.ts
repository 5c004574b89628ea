import type { Figures, RankFigures } from '../figures.ts';
import { isEnough } from '../score/enough.ts';
import type { CurvePoint } from '../score/ranking.ts';
import {
  chart,
  inPercent,
  NAIVE_LINES,
  numberAxis,
  POLICY_COLOURS,
  POLICY_WIDTHS,
  percentAxis,
  QUIET,
} from './chart.ts';
import { html, table } from './html.ts';
import type { Section, ShownRuns } from './section.ts';
import { count, decimal, percent } from './words.ts';

const TABLE_REVIEWS = [5, 10, 20, 30, 50, 100] as const;

const NAIVE_RULES: readonly (readonly [name: string, of: (figures: Figures) => RankFigures])[] = [
  ['scans only', ({ ranking }) => ranking.scansOnly],
  ['value only', ({ ranking }) => ranking.valueOnly],
  ['employee z-score', ({ ranking }) => ranking.employeeZScore],
];

/** Returns the section on value caught against reviews per 1,000, for the gate and the naive rules. */
export function captureSection(runs: ShownRuns): Section {
  const [{ figures }] = runs;
  const naive = NAIVE_RULES.map(([name, of]) => ({ name, rank: of(figures) }));
  const best = naive.reduce((a, b) =>
    (b.rank.caughtAtReference ?? 0) > (a.rank.caughtAtReference ?? 0) ? b : a,
  );
  const { frauds } = figures.population;
  if (!isEnough(frauds)) {
    return {
      id: 'caught',
      sentence: `${count(frauds)} of the refunds are frauds: too few to tell what share of them is caught.`,
      note: 'Simulate more refunds, or score more days.',
      table: html``,
    };
  }
  const gate = percent(figures.ranking.gate.caughtAtReference);
  return {
    id: 'caught',
    sentence: `The 20 most suspicious of 1,000 refunds hold ${gate} of the fraud value; the best naive rule, ${best.name}, finds ${percent(best.rank.caughtAtReference)}.`,
    plot: {
      alt: 'Lines: share of fraud value caught against reviews per 1,000 refunds, for the gate and three naive rules.',
      svg: chart('caught', () => ({
        xAxis: numberAxis('reviews per 1,000 refunds', { max: 100 }),
        yAxis: percentAxis('fraud value caught', { max: 100 }),
        series: [
          ...runs.map(({ policy, figures: { ranking } }, index) =>
            line(`gate, ${policy.name}`, ranking.gate.curve, {
              color: POLICY_COLOURS[index],
              width: POLICY_WIDTHS[index],
            }),
          ),
          ...naive.map(({ name, rank }, index) =>
            line(name, rank.curve, { ...NAIVE_LINES[index], width: 2 }),
          ),
          ...runs.map(({ policy, figures: { operatingPoint: point } }, index) => ({
            name: `gate, ${policy.name}`,
            type: 'scatter',
            symbolSize: 14,
            itemStyle: { color: POLICY_COLOURS[index], borderColor: '#fff', borderWidth: 2 },
            data: [[Math.min(100, point.reviewsPerThousand ?? 0), inPercent(point.valueCaught)]],
          })),
          referenceLine(),
        ],
      })),
    },
    note: 'Refunds are ranked by the highest expected loss the gate gave them; a naive rule ranks the same refunds by its own question, of equals the one of higher value first. The dot is the operating point: everything the gate escalates is looked at. Beyond 100 it is drawn at the edge.',
    table: table(
      ['rule', ...TABLE_REVIEWS.map((reviews) => `at ${reviews} per 1,000`), 'operating point'],
      [
        ...runs.flatMap(({ policy, figures: { ranking, operatingPoint: point } }) => [
          [
            `gate, ${policy.name}`,
            ...caughtAt(ranking.gate.curve),
            `${percent(point.valueCaught)} at ${decimal(point.reviewsPerThousand)}`,
          ],
          [`gate, ${policy.name}, as ranked at its verdict`, ...caughtAt(ranking.gateAtVerdict.curve), ''],
        ]),
        ...naive.map(({ name, rank }) => [name, ...caughtAt(rank.curve), '']),
      ],
    ),
  };
}

function caughtAt(curve: readonly CurvePoint[]): readonly string[] {
  return TABLE_REVIEWS.map((reviews) => percent(curve[reviews]?.valueCaught ?? null));
}

function line(name: string, curve: readonly CurvePoint[], lineStyle: object): object {
  return {
    name,
    type: 'line',
    symbol: 'none',
    lineStyle,
    itemStyle: lineStyle,
    data: curve.map(({ reviewsPerThousand, valueCaught }) => [reviewsPerThousand, inPercent(valueCaught)]),
  };
}

function referenceLine(): object {
  return {
    type: 'line',
    data: [],
    markLine: {
      symbol: 'none',
      silent: true,
      lineStyle: { color: QUIET.text, type: 'dotted' },
      label: { formatter: '20 per 1,000', position: 'end', color: QUIET.text },
      data: [{ xAxis: 20 }],
    },
  };
}
