import { isEnough } from '../score/enough.ts';
import type { HonestDelay } from '../score/honest-delay.ts';
import { chart, inPercent, nameAxis, POLICY_COLOURS, percentAxis, QUIET } from './chart.ts';
import { html, table } from './html.ts';
import type { Section, ShownRuns } from './section.ts';
import { count, hours, percent } from './words.ts';

/** Returns the section on how long honest customers wait. */
export function delaySection(runs: ShownRuns): Section {
  const [{ figures }] = runs;
  if (!isEnough(figures.honestDelay.refunds)) {
    return {
      id: 'delay',
      sentence: `${count(figures.honestDelay.refunds)} of the refunds are honest: too few to tell how long they wait.`,
      note: 'Simulate more refunds, or score more days.',
      table: html``,
    };
  }
  const waiting = stillWaiting(figures.honestDelay);
  const afterDay = waiting.find(({ after }) => after === '24 hours')?.share ?? null;
  return {
    id: 'delay',
    sentence: `${percent(afterDay)} of honest refunds are not paid within 24 hours; ${paid99(figures.honestDelay)}.`,
    plot: {
      alt: 'Bars: share of honest refunds still unpaid after a minute, an hour, 6 hours, 24 hours, 3 days and 7 days.',
      svg: chart('delay', (size) => ({
        plotPx: 216,
        xAxis: nameAxis(
          waiting.map(({ after }) => after),
          {
            name: 'time since the request',
            nameLocation: 'middle',
            nameGap: 38,
            nameTextStyle: { color: QUIET.text, fontSize: 13 },
            labelPx: size === 'wide' ? 110 : 42,
          },
        ),
        yAxis: percentAxis('honest refunds still unpaid'),
        series: runs.map(({ policy, figures: { honestDelay } }, index) => ({
          name: `gate, ${policy.name}`,
          type: 'bar',
          barMaxWidth: 44,
          itemStyle: { color: POLICY_COLOURS[index] },
          // Two bars side by side on a phone leave no space for their values; the table has them.
          label: {
            show: size === 'wide' || runs.length === 1,
            position: 'top',
            formatter: '{c} %',
            fontSize: 12,
          },
          data: stillWaiting(honestDelay).map(({ share }) => inPercent(share)),
        })),
      })),
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

function paid99({ p99Hours }: HonestDelay): string {
  return p99Hours === null ? 'more than 1 of 100 is never paid' : `99 of 100 are paid ${within(p99Hours)}`;
}

function within(value: number | null): string {
  const words = hours(value);
  return words === 'at once' || words === 'never' ? words : `within ${words}`;
}

/** Returns the share that is unpaid at the upper end of each band that has one. */
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
