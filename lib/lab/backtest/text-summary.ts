import type { Figures, RankFigures } from './figures.ts';
import { formatFigure } from './format-figure.ts';
import type { BacktestReport, PolicyReport, RunReport } from './report.ts';
import type { Calibration } from './score/calibration.ts';
import { isEnough } from './score/enough.ts';
import type { StaffFigures } from './score/insiders.ts';
import { share, sumOf } from './score/statistics.ts';
import type { FigureFormat, TargetResult } from './targets.ts';

/** Returns a report as a few tables of plain text: the targets first, then the naive rules. */
export function textSummary(report: BacktestReport): string {
  return [
    ...report.policies.flatMap((policy) => [...policyLines(policy, report), '']),
    ...naiveLines(report),
    '',
    ...worldLines(report),
  ].join('\n');
}

function policyLines(
  { policy, targets, calibration }: PolicyReport,
  { runs }: BacktestReport,
): readonly string[] {
  const worlds = runs.filter((run) => run.policy.name === policy.name);
  const several = worlds.length > 1;
  return [
    `policy ${policy.name} (${policy.version}, ${policy.hash.slice(0, 15)})${several ? ` over seeds ${worlds.map(({ seed }) => seed).join(', ')}` : ''}`,
    ...table([
      several ? ['figure', 'target', 'over all', 'worst', 'met'] : ['figure', 'target', 'measured', 'met'],
      ...targets.map((target) => targetRow(target, several)),
    ]),
    ...(several ? gapWords(calibration).map((words) => `over all worlds: ${words}`) : []),
  ];
}

function targetRow(target: TargetResult, several: boolean): readonly string[] {
  const { label, format, bound, limit, overall, worst, met } = target;
  const figures = several ? [overall, worst] : [overall];
  const sign = bound === 'at least' ? '>=' : '<=';
  return [
    label,
    `${sign} ${formatFigure(limit, format)}`,
    ...figures.map((value) => formatFigure(value, format)),
    MET[met],
    ...(met === 'not judged' ? [`only ${target.count} ${target.counts}`] : []),
  ];
}

const MET: Readonly<Record<TargetResult['met'], string>> = {
  yes: 'met',
  'on average': 'on average',
  no: 'NOT MET',
  'not judged': 'not judged',
};

function naiveLines({ policies, runs }: BacktestReport): readonly string[] {
  const [{ policy } = { policy: { name: '' } }] = policies;
  const worldsOf = (name: string): readonly Figures[] =>
    runs.filter((run) => run.policy.name === name).map(({ figures }) => figures);
  const caught = (of: (figures: Figures) => RankFigures, name = policy.name): string =>
    meanCell(worldsOf(name), {
      of: (figures) => of(figures).caughtAtReference,
      count: ({ population }) => population.frauds,
      format: 'share',
    });
  const people = (of: (figures: Figures) => StaffFigures, name = policy.name): readonly string[] => [
    meanCell(worldsOf(name), {
      of: (figures) => of(figures).clerks.shareFound,
      count: (figures) => of(figures).clerks.people,
      format: 'share',
    }),
    meanCell(worldsOf(name), {
      of: (figures) => of(figures).honestAccusedPerThousandYears,
      count: (figures) => of(figures).honestPeople,
      format: 'per thousand',
    }),
  ];
  return table([
    ['rule', 'value caught at 20 per 1,000', 'clerks found', 'honest accused per 1,000 years'],
    ...policies.map(({ policy: { name } }) => [
      `gate, policy ${name}`,
      caught(({ ranking }) => ranking.gate, name),
      ...people(({ staff }) => staff.gate, name),
    ]),
    ['value only', caught(({ ranking }) => ranking.valueOnly), '', ''],
    ['scans only', caught(({ ranking }) => ranking.scansOnly), '', ''],
    [
      'employee z-score',
      caught(({ ranking }) => ranking.employeeZScore),
      ...people(({ staff }) => staff.employeeZScore),
    ],
  ]);
}

/** Returns the mean of a figure over worlds, or a note that there are too few people or frauds for it. */
function meanCell(
  worlds: readonly Figures[],
  figure: {
    readonly of: (figures: Figures) => number | null;
    readonly count: (figures: Figures) => number;
    readonly format: FigureFormat;
  },
): string {
  if (!isEnough(sumOf(worlds, figure.count))) return 'too few';
  const values = worlds.map(figure.of).filter((value) => value !== null);
  const sum = sumOf(values, (value) => value);
  return formatFigure(share(sum, values.length), figure.format);
}

function worldLines({ runs, baseCurrency }: BacktestReport): readonly string[] {
  return runs.map(({ world, policy, figures }: RunReport) => {
    const { population, staff, desk, calibration } = figures;
    const { refunds, frauds, scoredFromDay, days, worldRefunds, unvalued, untold, rejectedEvents } =
      population;
    const { clerks, agents, phished, honestAccused, honestPeople } = staff.gate;
    const odd = [
      ...(unvalued > 0 ? [`${unvalued} refunds without a rate to ${baseCurrency}`] : []),
      ...(untold > 0 ? [`${untold} refunds without truth`] : []),
      ...(rejectedEvents > 0 ? [`${rejectedEvents} events rejected`] : []),
      ...(desk.unanswered > 0 ? [`${desk.unanswered} cases without an answer`] : []),
    ];
    const lines = [
      `${world}, policy ${policy.name}: ${frauds} frauds among ${refunds} refunds of days ${scoredFromDay} to ${days}`,
      `(${worldRefunds} in the world); clerks found ${clerks.found} of ${clerks.people},`,
      `agents ${agents.found} of ${agents.people}, honest accused ${honestAccused} of ${honestPeople},`,
      `owners of phished accounts ${phished.found} of ${phished.people}`,
    ];
    return [lines.join(' '), ...gapWords(calibration), ...odd].join('; ');
  });
}

/**
 * Returns how far probabilities are off and how likely that is by chance, or nothing if there are too few refunds.
 */
function gapWords({ worstGap, chanceOfGap }: Calibration): readonly string[] {
  if (worstGap === null) return [];
  const chance = formatFigure(chanceOfGap, 'share');
  return [
    `a calibration gap of ${formatFigure(worstGap, 'share')}, by chance alone in ${chance} of such worlds`,
  ];
}

/** Returns rows as aligned lines: the first column to the left, the others to the right. */
function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
}
