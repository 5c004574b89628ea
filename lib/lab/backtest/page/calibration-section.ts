import type { PolicyReport } from '../report.ts';
import type { CalibrationBin } from '../score/calibration.ts';
import { chart, inPercent, numberAxis, POLICY_COLOURS, POLICY_WIDTHS, percentAxis, QUIET } from './chart.ts';
import { html, table } from './html.ts';
import type { Section } from './section.ts';
import { count, percent } from './words.ts';

/** Whether probabilities mean what they say, over all worlds together. */
export function calibrationSection(policies: readonly PolicyReport[]): Section {
  const judged = policies.filter(({ calibration }) => calibration.refunds > 0);
  const [first] = judged;
  if (first === undefined) {
    return {
      id: 'calibration',
      sentence: 'No decision carried a probability of fraud, so there is nothing to calibrate.',
      note: 'The policy or this version of the gate gives no probability.',
      table: html``,
    };
  }
  const { worstGap, chanceOfGap } = first.calibration;
  return {
    id: 'calibration',
    sentence:
      worstGap === null
        ? 'Too few refunds were given a probability above 20 % to hold the gate to it.'
        : `Above 20 %, a probability of fraud is off by at most ${percent(worstGap)} from the share of frauds seen.`,
    plot: {
      alt: 'Points: mean probability said against share of frauds seen, with intervals, around the diagonal.',
      svg: chart('calibration', {
        xAxis: numberAxis('probability of fraud said, %', { min: 0, max: 100 }),
        yAxis: percentAxis('frauds seen', { max: 100 }),
        series: [
          diagonal(),
          ...judged.flatMap(({ policy, calibration }, index) => {
            const colour = POLICY_COLOURS[index] ?? POLICY_COLOURS[0];
            const bins = calibration.bins.filter(({ refunds }) => refunds > 0);
            return [
              intervals(bins, colour),
              points(`gate, ${policy.name}`, bins, { color: colour, width: POLICY_WIDTHS[index] ?? 2 }),
            ];
          }),
        ],
      }),
    },
    note: `The probability is that of the first decision that paid or asked a person. Bars are 95 % intervals by Wilson. The target holds bins from 20 % up with at least 20 refunds to account.${byChance(chanceOfGap)}`,
    table: table(
      [
        'probability',
        ...judged.flatMap(({ policy }) => [`${policy.name}: refunds`, 'said', 'seen', '95 % interval']),
      ],
      first.calibration.bins.map(({ from, to }, index) => [
        `${percent(from).replace('.0', '')} to ${percent(to).replace('.0', '')}`,
        ...judged.flatMap(({ calibration }) => binCells(calibration.bins[index])),
      ]),
    ),
  };
}

function byChance(chance: number | null): string {
  if (chance === null) return '';
  return ` Were every probability right, ${percent(chance)} of such worlds would show a gap this large by chance.`;
}

function binCells(bin: CalibrationBin | undefined): readonly string[] {
  if (bin === undefined || bin.interval === null) return ['0', '–', '–', '–'];
  const { refunds, meanPredicted, observed, interval } = bin;
  return [
    count(refunds),
    percent(meanPredicted),
    percent(observed),
    `${percent(interval.low)} to ${percent(interval.high)}`,
  ];
}

function points(
  name: string,
  bins: readonly CalibrationBin[],
  lineStyle: { readonly color: string; readonly width: number },
): object {
  return {
    name,
    type: 'line',
    symbol: 'circle',
    symbolSize: 9,
    lineStyle,
    itemStyle: { color: lineStyle.color },
    data: bins.map(({ meanPredicted, observed }) => [inPercent(meanPredicted), inPercent(observed)]),
  };
}

/** Each interval as a line of its own: a plain series needs no drawing code. */
function intervals(bins: readonly CalibrationBin[], color: string): object {
  return {
    type: 'line',
    showSymbol: false,
    silent: true,
    lineStyle: { opacity: 0 },
    data: [],
    markLine: {
      symbol: 'none',
      silent: true,
      label: { show: false },
      lineStyle: { color, type: 'solid', width: 1.5, opacity: 0.6 },
      data: bins.map(({ meanPredicted, interval }) => [
        { coord: [inPercent(meanPredicted), inPercent(interval?.low ?? null)] },
        { coord: [inPercent(meanPredicted), inPercent(interval?.high ?? null)] },
      ]),
    },
  };
}

function diagonal(): object {
  return {
    name: 'what is said is what is seen',
    type: 'line',
    symbol: 'none',
    lineStyle: { color: QUIET.line, width: 2, type: 'dashed' },
    itemStyle: { color: QUIET.line },
    data: [
      [0, 0],
      [100, 100],
    ],
  };
}
