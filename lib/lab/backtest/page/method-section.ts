import { currencyDigits } from '../../../domain/shared/money.ts';
import type { MethodFigures } from '../score/by-method.ts';
import { isEnough } from '../score/enough.ts';
import { chart, inPercent, nameAxis, POLICY_COLOURS, percentAxis } from './chart.ts';
import { table } from './html.ts';
import type { Section, ShownRuns } from './section.ts';
import { count, decimal, methodName, percent, TOO_FEW } from './words.ts';

const ROW_PX = 40;

/** Returns the section on how much of each method of fraud is caught. */
export function methodSection(runs: ShownRuns, baseCurrency: string): Section {
  const [{ figures }] = runs;
  const { methods } = figures;
  const minorPerMajor = 10 ** (currencyDigits(baseCurrency) ?? 0);
  const judged = methods.filter(({ frauds }) => isEnough(frauds));
  return {
    id: 'methods',
    sentence: sentence(methods.length, judged),
    ...(judged.length === 0
      ? {}
      : {
          plot: {
            alt: 'Bars: share of the value of each method of fraud that is escalated or denied.',
            svg: chart('methods', (size) => ({
              plotPx: 16 + ROW_PX * judged.length,
              leftPx: size === 'wide' ? 190 : 112,
              rightPx: 52,
              xAxis: percentAxis('value escalated or denied', {
                max: 100,
                nameGap: 34,
                interval: size === 'wide' ? 20 : 50,
              }),
              yAxis: nameAxis(
                judged.map(({ method }) => methodName(method)),
                { inverse: true, labelPx: size === 'wide' ? 160 : 86 },
              ),
              series: runs.map(({ policy, figures: { methods: own } }, index) => ({
                name: `gate, ${policy.name}`,
                type: 'bar',
                barMaxWidth: 18,
                itemStyle: { color: POLICY_COLOURS[index] },
                label: { show: true, position: 'right', formatter: '{c} %', fontSize: 12 },
                data: judged.map(({ method }) => inPercent(ofMethod(own, method)?.valueCaught ?? null)),
              })),
            })),
          },
        }),
    note: 'Methods with fewer than 20 frauds are too few to tell, and not drawn. The costliest method first. "In the top 20" is its share of value among the 20 most suspicious of 1,000 refunds; the rank is where half of its frauds stand among 1,000.',
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
          if (!isEnough(frauds)) return [TOO_FEW, '–', '–'];
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

/** Returns the headline, only about the methods that have enough frauds. */
function sentence(all: number, judged: readonly MethodFigures[]): string {
  if (all === 0) return 'There was no fraud to catch.';
  const [first, ...others] = judged;
  if (first === undefined) return 'No method has 20 frauds: too few to tell which is caught least.';
  const least = others.reduce((a, b) => ((b.valueCaught ?? 1) < (a.valueCaught ?? 1) ? b : a), first);
  const caught = `"${methodName(least.method)}": ${percent(least.valueCaught)} of its value`;
  if (others.length === 0) return `Only one method has 20 frauds, ${caught} is caught.`;
  return judged.length === all
    ? `Least is caught of ${caught}.`
    : `Of the methods with at least 20 frauds, least is caught of ${caught}.`;
}

function ofMethod(methods: readonly MethodFigures[], method: string): MethodFigures | undefined {
  return methods.find((one) => one.method === method);
}
