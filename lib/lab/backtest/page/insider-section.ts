import { KNOWING_INSIDER } from '../knowing-insider.ts';
import { isEnough } from '../score/enough.ts';
import type { InsidersFound, StaffFigures } from '../score/insiders.ts';
import { share } from '../score/statistics.ts';
import {
  chart,
  inPercent,
  NAIVE_LINES,
  numberAxis,
  POLICY_COLOURS,
  POLICY_WIDTHS,
  percentAxis,
} from './chart.ts';
import { table } from './html.ts';
import type { Section, ShownRuns } from './section.ts';
import { decimal, percent, TOO_FEW } from './words.ts';

const KINDS: readonly (readonly [name: string, of: (staff: StaffFigures) => InsidersFound])[] = [
  ['clerks', ({ clerks }) => clerks],
  [`of them the ${KNOWING_INSIDER}`, ({ adaptiveClerks }) => adaptiveClerks],
  ['service agents', ({ agents }) => agents],
  ['supervisors', ({ supervisors }) => supervisors],
  ['owners of phished accounts', ({ phished }) => phished],
];

/** How far the plot goes at least, in frauds. */
const LEAST_FRAUDS_SHOWN = 9;

interface Line {
  readonly name: string;
  readonly found: InsidersFound;
  readonly style: object;
}

/** Returns the section on how many frauds an insider gets through before a case opens. */
export function insiderSection(runs: ShownRuns): Section {
  const [{ figures }] = runs;
  const { gate, employeeZScore } = figures.staff;
  const lines = [
    ...runs.flatMap(({ policy, figures: { staff } }, index): readonly Line[] => {
      const color = POLICY_COLOURS[index];
      return [
        {
          name: `${people(staff.gate.clerks, 'clerk')}: gate, ${policy.name}`,
          found: staff.gate.clerks,
          style: { color, width: POLICY_WIDTHS[index] },
        },
        {
          name: `${people(staff.gate.agents, 'agent')}: gate, ${policy.name}`,
          found: staff.gate.agents,
          style: { color, width: 2, type: 'dashed' },
        },
      ];
    }),
    {
      name: `${people(employeeZScore.clerks, 'clerk')}: employee z-score`,
      found: employeeZScore.clerks,
      style: { ...NAIVE_LINES[0], width: 2 },
    },
  ];
  const end = Math.max(LEAST_FRAUDS_SHOWN, ...lines.flatMap(({ found }) => found.fraudsBefore)) + 1;
  return {
    id: 'insiders',
    sentence: `A case opens on ${gate.clerks.found} of ${gate.clerks.people} bribed clerks, ${afterFrauds(gate.clerks)}; and on ${gate.honestAccused} of ${gate.honestPeople} honest employees.`,
    plot: {
      alt: 'Steps: share of bribed clerks and agents with an open case against the number of frauds they had asked for.',
      svg: chart('insiders', () => ({
        xAxis: numberAxis('frauds asked for before the case opens', {
          max: end,
          minInterval: 1,
        }),
        yAxis: percentAxis('insiders of the kind with a case', { max: 100 }),
        series: lines.map((line) => steps(line, end)),
      })),
    },
    note: 'Over the whole world, people with at least one fraud. Medians count those on whom no case opened as later than any; a dash means that too few of them were found. Medians of fewer than 20 people are too few to tell. A case accuses nobody: people look at it. Owners of phished accounts are honest too: what is accused per 1,000 years is of both.',
    table: table(
      [
        'insiders',
        'people',
        'found',
        'share',
        'median frauds before',
        '80 of 100 within',
        'honest accused',
        'per 1,000 years',
      ],
      [
        ...runs.flatMap(({ policy, figures: { staff } }) =>
          KINDS.map(([name, of], index) => [
            `${name}: gate, ${policy.name}`,
            ...foundCells(of(staff.gate)),
            ...(index === 0 ? honestCells(staff.gate) : ['', '']),
          ]),
        ),
        ['clerks: employee z-score', ...foundCells(employeeZScore.clerks), ...honestCells(employeeZScore)],
      ],
    ),
  };
}

function people({ people: count }: InsidersFound, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function afterFrauds({ people: count, medianFrauds, p80Frauds }: InsidersFound): string {
  if (!isEnough(count)) return 'too few to tell how soon';
  if (medianFrauds === null) return 'fewer than half of them';
  const all = `half of them within ${medianFrauds} frauds`;
  return p80Frauds === null ? all : `${all}, four of five within ${p80Frauds}`;
}

function foundCells({
  people,
  found,
  shareFound,
  medianFrauds,
  p80Frauds,
}: InsidersFound): readonly string[] {
  const soon = isEnough(people) ? [decimal(medianFrauds), decimal(p80Frauds)] : [TOO_FEW, TOO_FEW];
  return [String(people), String(found), percent(shareFound), ...soon];
}

function honestCells({ honestAccused, honestPeople, honestAccusedPerThousandYears }: StaffFigures) {
  return [`${honestAccused} of ${honestPeople}`, decimal(honestAccusedPerThousandYears)];
}

/** Returns a line that steps up with each person found and goes on to the end of the axis. */
function steps({ name, found, style }: Line, end: number): object {
  const { people, fraudsBefore } = found;
  const percentOf = (count: number): number | null => inPercent(share(count, people)) ?? 0;
  return {
    name,
    type: 'line',
    step: 'end',
    symbol: 'none',
    lineStyle: style,
    itemStyle: style,
    data: [
      [0, 0],
      ...fraudsBefore.map((frauds, index) => [frauds, percentOf(index + 1)]),
      [end, percentOf(fraudsBefore.length)],
    ],
  };
}
