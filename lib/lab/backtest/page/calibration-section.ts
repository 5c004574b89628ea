import type { PolicyReport } from '../report.ts';
import { accountableBins, type Calibration, type CalibrationBin, thinBins } from '../score/calibration.ts';
import { isEnough } from '../score/enough.ts';
import { chart, inPercent, numberAxis, POLICY_COLOURS, POLICY_WIDTHS, percentAxis, QUIET } from './chart.ts';
import { html, table } from './html.ts';
import type { Section } from './section.ts';
import { count, percent, percentPoints, TOO_FEW } from './words.ts';

/** Returns the section on how well probabilities match the frauds seen, over all worlds together. */
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
  const { chanceOfGap } = first.calibration;
  return {
    id: 'calibration',
    ...(policies.length > 1 ? { about: `By policy ${first.policy.name}` } : {}),
    sentence: sentence(first.calibration),
    plot: {
      alt: 'Points: mean predicted probability against share of frauds seen, with intervals, around the diagonal.',
      svg: chart('calibration', () => ({
        xAxis: numberAxis('predicted probability of fraud, %', { min: 0, max: 100 }),
        yAxis: percentAxis('frauds seen', { max: 100 }),
        series: [
          diagonal(),
          ...judged.flatMap(({ policy, calibration }, index) => {
            const colour = POLICY_COLOURS[index] ?? POLICY_COLOURS[0];
            const { bins } = calibration;
            return [
              intervals(
                bins.filter(({ refunds }) => isEnough(refunds)),
                colour,
              ),
              points(`gate, ${policy.name}`, bins, { color: colour, width: POLICY_WIDTHS[index] ?? 2 }),
            ];
          }),
        ],
      })),
    },
    note: `The probability is that of the first decision that paid or asked a person. Bars are 95 % intervals by Wilson. Rows with fewer than 20 refunds are too few to tell; they are not drawn, and no target counts them.${byChance(chanceOfGap)}`,
    table: table(
      [
        'probability',
        ...judged.flatMap(({ policy }) => [`${policy.name}: refunds`, 'predicted', 'seen', '95 % interval']),
      ],
      first.calibration.bins.map(({ from, to }, index) => [
        `${percent(from).replace('.0', '')} to ${percent(to).replace('.0', '')}`,
        ...judged.flatMap(({ calibration }) => binCells(calibration.bins[index])),
      ]),
    ),
  };
}

/** Returns the headline. It leaves out rows with too few refunds, and says how many of those there are. */
function sentence(calibration: Calibration): string {
  const { worstGap } = calibration;
  const rows = accountableBins(calibration).length;
  const thin = thinBins(calibration).length;
  if (worstGap === null)
    return 'Too few refunds have a predicted probability above 20 % to tell how true it is.';
  const without = thin === 0 ? '' : `; ${thin === 1 ? 'one more row has' : `${thin} more rows have`} too few`;
  const where = rows === 1 ? 'the one row' : `the ${rows} rows`;
  return `In ${where} above 20 % with enough refunds, the predicted probability and the frauds seen are at most ${percentPoints(worstGap)} apart${without}.`;
}

function byChance(chance: number | null): string {
  if (chance === null) return '';
  return ` Were every probability right, ${percent(chance)} of such worlds would show a gap this large by chance.`;
}

function binCells(bin: CalibrationBin | undefined): readonly string[] {
  if (bin === undefined || bin.interval === null) return ['0', '–', '–', '–'];
  const { refunds, meanPredicted, observed, interval } = bin;
  if (!isEnough(refunds)) return [count(refunds), percent(meanPredicted), TOO_FEW, '–'];
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
    // Leaves a gap where a row has too few refunds: the line must not claim what is in between.
    data: bins.map(({ refunds, meanPredicted, observed }) =>
      isEnough(refunds) ? [inPercent(meanPredicted), inPercent(observed)] : [null, null],
    ),
  };
}

/** Returns each interval as a line of its own: a plain series needs no drawing code. */
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
    name: 'as many seen as predicted',
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
