import type { Figures, RankFigures } from './figures.ts';
import { formatFigure } from './format-figure.ts';
import type { BacktestReport, PolicyReport, RunReport } from './report.ts';
import type { Calibration } from './score/calibration.ts';
import type { StaffFigures } from './score/insiders.ts';
import type { TargetResult } from './targets.ts';

/** Answers a report as a few tables of plain text: the targets first, then the naive rules. */
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
    met === 'no' ? 'NOT MET' : met === 'yes' ? 'met' : 'on average',
  ];
}

function naiveLines({ policies, runs }: BacktestReport): readonly string[] {
  const mean = (of: (figures: Figures) => number | null, policy: string): number | null => {
    const values = runs
      .filter((run) => run.policy.name === policy)
      .map(({ figures }) => of(figures))
      .filter((value) => value !== null);
    return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  const [{ policy } = { policy: { name: '' } }] = policies;
  const caught = (of: (figures: Figures) => RankFigures, name = policy.name): string =>
    formatFigure(
      mean((figures) => of(figures).caughtAtReference, name),
      'share',
    );
  const people = (of: (figures: Figures) => StaffFigures, name = policy.name): readonly string[] => [
    formatFigure(
      mean((figures) => of(figures).clerks.shareFound, name),
      'share',
    ),
    formatFigure(
      mean((figures) => of(figures).honestAccusedPerThousandYears, name),
      'per thousand',
    ),
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

/** Answers how far probabilities are off and what chance has to do with it, or nothing where too few were told. */
function gapWords({ worstGap, chanceOfGap }: Calibration): readonly string[] {
  if (worstGap === null) return [];
  const chance = formatFigure(chanceOfGap, 'share');
  return [
    `a calibration gap of ${formatFigure(worstGap, 'share')}, by chance alone in ${chance} of such worlds`,
  ];
}

/** Answers rows as aligned lines: the first column to the left, the others to the right. */
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
