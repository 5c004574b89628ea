import type { Figures } from '../figures.ts';
import { formatFigure } from '../format-figure.ts';
import { isEnough } from '../score/enough.ts';
import { TARGETS, type Target } from '../targets.ts';
import { chart, inPercent, nameAxis, POLICY_COLOURS, percentAxis } from './chart.ts';
import { table } from './html.ts';
import type { Section, ShownRuns } from './section.ts';
import { decimal, percent, TOO_FEW } from './words.ts';

const MORE: readonly (readonly [name: string, of: (figures: Figures) => number | null])[] = [
  ['fraud value denied by the reviewers', ({ operatingPoint }) => operatingPoint.valueDenied],
  ['honest refunds escalated', ({ operatingPoint }) => operatingPoint.honestEscalated],
  ['honest refunds denied', ({ operatingPoint }) => operatingPoint.honestDenied],
];

/** Returns the section that compares two policies on the same events. */
export function policiesSection(runs: ShownRuns): Section {
  const shares = TARGETS.filter(
    (target) =>
      target.format === 'share' &&
      target.id !== 'calibration_gap' &&
      runs.every(({ figures }) => isJudged(target, figures)),
  );
  return {
    id: 'policies',
    sentence: `${runs.map(saying).join('; ')}.`,
    plot: {
      alt: 'Bars: the shares that are promised, for each policy.',
      svg: chart('policies', (size) => ({
        plotPx: (size === 'wide' ? 44 : 60) * shares.length,
        leftPx: size === 'wide' ? 330 : 126,
        rightPx: 56,
        xAxis: percentAxis('', { max: 100, interval: size === 'wide' ? 20 : 50 }),
        yAxis: nameAxis(
          shares.map(({ label }) => label),
          { inverse: true, labelPx: size === 'wide' ? 300 : 98 },
        ),
        series: runs.map(({ policy, figures }, index) => ({
          name: policy.name,
          type: 'bar',
          barMaxWidth: 16,
          itemStyle: { color: POLICY_COLOURS[index] },
          label: { show: true, position: 'right', formatter: '{c} %', fontSize: 12 },
          data: shares.map(({ of }) => inPercent(of(figures))),
        })),
      })),
    },
    note: 'Both policies judged the same events; reviewers were played from the same truth.',
    table: table(
      ['figure', ...runs.map(({ policy }) => policy.name)],
      [
        ...TARGETS.map((target) => [
          target.label,
          ...runs.map(({ figures }) =>
            isJudged(target, figures) ? formatFigure(target.of(figures), target.format) : TOO_FEW,
          ),
        ]),
        ...MORE.map(([label, of]) => [
          label,
          ...runs.map(({ figures }) => formatFigure(of(figures), 'share')),
        ]),
      ],
    ),
  };
}

function isJudged({ count }: Target, figures: Figures): boolean {
  return isEnough(count([figures]));
}

function saying({ policy, figures: { operatingPoint, population } }: ShownRuns[number]): string {
  const { valueCaught, reviewsPerThousand } = operatingPoint;
  const reviews = `${decimal(reviewsPerThousand)} reviews per 1,000`;
  return isEnough(population.frauds)
    ? `${policy.name} catches ${percent(valueCaught)} at ${reviews}`
    : `${policy.name} asks for ${reviews}, and there are too few frauds to tell what it catches`;
}
