import { currencyDigits } from '../../../domain/money.ts';
import type { MethodFigures } from '../score/by-method.ts';
import { chart, inPercent, nameAxis, POLICY_COLOURS, percentAxis } from './chart.ts';
import { table } from './html.ts';
import type { Section, ShownRuns } from './section.ts';
import { count, decimal, methodName, percent } from './words.ts';

const ROW_PX = 40;

/** What is caught of each method of fraud. */
export function methodSection(runs: ShownRuns, baseCurrency: string): Section {
  const [{ figures }] = runs;
  const { methods } = figures;
  const minorPerMajor = 10 ** (currencyDigits(baseCurrency) ?? 0);
  const least = methods.reduce<MethodFigures | undefined>(
    (a, b) => (a === undefined || (b.valueCaught ?? 1) < (a.valueCaught ?? 1) ? b : a),
    undefined,
  );
  return {
    id: 'methods',
    sentence:
      least === undefined
        ? 'There was no fraud to catch.'
        : `Least is caught of "${methodName(least.method)}": ${percent(least.valueCaught)} of its value.`,
    plot: {
      alt: 'Bars: share of the value of each method of fraud that is escalated or denied.',
      svg: chart(
        'methods',
        {
          grid: { left: 150, right: 48, top: 48, bottom: 56 },
          xAxis: percentAxis('value escalated or denied', { max: 100, nameGap: 34 }),
          yAxis: nameAxis(
            methods.map(({ method }) => methodName(method)),
            { inverse: true },
          ),
          series: runs.map(({ policy, figures: { methods: own } }, index) => ({
            name: `gate, ${policy.name}`,
            type: 'bar',
            barMaxWidth: 18,
            itemStyle: { color: POLICY_COLOURS[index] },
            label: { show: true, position: 'right', formatter: '{c} %', fontSize: 12 },
            data: methods.map(({ method }) => inPercent(ofMethod(own, method)?.valueCaught ?? null)),
          })),
        },
        120 + ROW_PX * methods.length,
      ),
    },
    note: 'The costliest method first. "In the top 20" is its share of value among the 20 most suspicious of 1,000 refunds; the rank is where half of its frauds stand among 1,000.',
    table: table(
      [
        'method',
        'frauds',
        `value, ${baseCurrency}`,
        ...runs.flatMap(({ policy }) => [`${policy.name}: caught`, 'in the top 20', 'median rank of 1,000']),
      ],
      methods.map(({ method, frauds, valueMinor }) => [
        methodName(method),
        count(frauds),
        count(Math.round(valueMinor / minorPerMajor)),
        ...runs.flatMap(({ figures: { methods: own } }) => {
          const of = ofMethod(own, method);
          return [
            percent(of?.valueCaught ?? null),
            percent(of?.valueCaughtAtReference ?? null),
            decimal(of?.medianRankPerThousand ?? null),
          ];
        }),
      ]),
    ),
  };
}

function ofMethod(methods: readonly MethodFigures[], method: string): MethodFigures | undefined {
  return methods.find((one) => one.method === method);
}
