import type { Figures } from '../figures.ts';
import { formatFigure } from '../format-figure.ts';
import { TARGETS } from '../targets.ts';
import { chart, inPercent, nameAxis, POLICY_COLOURS, percentAxis } from './chart.ts';
import { table } from './html.ts';
import type { Section, ShownRuns } from './section.ts';
import { decimal, percent } from './words.ts';

const MORE: readonly (readonly [name: string, of: (figures: Figures) => number | null])[] = [
  ['fraud value denied by the reviewers', ({ operatingPoint }) => operatingPoint.valueDenied],
  ['honest refunds escalated', ({ operatingPoint }) => operatingPoint.honestEscalated],
  ['honest refunds denied', ({ operatingPoint }) => operatingPoint.honestDenied],
];

/** Two policies side by side, on the same events. */
export function policiesSection(runs: ShownRuns): Section {
  const shares = TARGETS.filter(({ format, id }) => format === 'share' && id !== 'calibration_gap');
  return {
    id: 'policies',
    sentence: `${runs.map(saying).join('; ')}.`,
    plot: {
      alt: 'Bars: the shares that are promised, for each policy.',
      svg: chart(
        'policies',
        {
          grid: { left: 330, right: 56, top: 48, bottom: 40 },
          xAxis: percentAxis('', { max: 100 }),
          yAxis: nameAxis(
            shares.map(({ label }) => label),
            { inverse: true },
          ),
          series: runs.map(({ policy, figures }, index) => ({
            name: policy.name,
            type: 'bar',
            barMaxWidth: 16,
            itemStyle: { color: POLICY_COLOURS[index] },
            label: { show: true, position: 'right', formatter: '{c} %', fontSize: 12 },
            data: shares.map(({ of }) => inPercent(of(figures))),
          })),
        },
        110 + 44 * shares.length,
      ),
    },
    note: 'Both policies judged the same events; reviewers were played from the same truth.',
    table: table(
      ['figure', ...runs.map(({ policy }) => policy.name)],
      [
        ...TARGETS.map(({ label, format, of }) => [
          label,
          ...runs.map(({ figures }) => formatFigure(of(figures), format)),
        ]),
        ...MORE.map(([label, of]) => [
          label,
          ...runs.map(({ figures }) => formatFigure(of(figures), 'share')),
        ]),
      ],
    ),
  };
}

function saying({ policy, figures: { operatingPoint } }: ShownRuns[number]): string {
  const { valueCaught, reviewsPerThousand } = operatingPoint;
  return `${policy.name} catches ${percent(valueCaught)} at ${decimal(reviewsPerThousand)} reviews per 1,000`;
}
