import type { HonestDelay } from '../score/honest-delay.ts';
import { chart, inPercent, nameAxis, POLICY_COLOURS, percentAxis } from './chart.ts';
import { table } from './html.ts';
import type { Section, ShownRuns } from './section.ts';
import { count, hours, percent } from './words.ts';

/** How long honest customers wait. */
export function delaySection(runs: ShownRuns): Section {
  const [{ figures }] = runs;
  const waiting = stillWaiting(figures.honestDelay);
  const afterDay = waiting.find(({ after }) => after === '24 hours')?.share ?? null;
  return {
    id: 'delay',
    sentence: `${percent(afterDay)} of honest refunds are not paid within 24 hours; 99 of 100 are paid ${within(figures.honestDelay.p99Hours)}.`,
    plot: {
      alt: 'Bars: share of honest refunds still unpaid after a minute, an hour, 6 hours, 24 hours, 3 days and 7 days.',
      svg: chart(
        'delay',
        {
          xAxis: nameAxis(waiting.map(({ after }) => `after ${after}`)),
          yAxis: percentAxis('honest refunds still unpaid'),
          series: runs.map(({ policy, figures: { honestDelay } }, index) => ({
            name: `gate, ${policy.name}`,
            type: 'bar',
            barMaxWidth: 44,
            itemStyle: { color: POLICY_COLOURS[index] },
            label: { show: true, position: 'top', formatter: '{c} %', fontSize: 12 },
            data: stillWaiting(honestDelay).map(({ share }) => inPercent(share)),
          })),
        },
        320,
      ),
    },
    note: 'Counted from the request to the first approval, by the policy or by a reviewer. Together with the honest refunds that were escalated these are the hindered ones of the targets.',
    table: table(
      ['honest refunds paid', ...runs.map(({ policy }) => policy.name)],
      [
        ...figures.honestDelay.bands.map(({ label }, index) => [
          label,
          ...runs.map(({ figures: { honestDelay } }) => percent(honestDelay.bands[index]?.share ?? null)),
        ]),
        ['90 of 100', ...runs.map(({ figures: { honestDelay } }) => within(honestDelay.p90Hours))],
        ['99 of 100', ...runs.map(({ figures: { honestDelay } }) => within(honestDelay.p99Hours))],
        ['honest refunds', ...runs.map(({ figures: { honestDelay } }) => count(honestDelay.refunds))],
      ],
    ),
  };
}

function within(value: number | null): string {
  const words = hours(value);
  return words === 'at once' || words === 'never' ? words : `within ${words}`;
}

/** Answers what share is unpaid at the upper end of each band that has one. */
function stillWaiting({
  bands,
}: HonestDelay): readonly { readonly after: string; readonly share: number | null }[] {
  const ends = bands.slice(0, -2);
  return ends.map(({ label }, index) => {
    const later = bands.slice(index + 1);
    const known = later.every(({ share }) => share !== null);
    const after = label === 'at once' ? '1 minute' : label.replace('up to ', '');
    return { after, share: known ? later.reduce((sum, { share }) => sum + (share ?? 0), 0) : null };
  });
}
