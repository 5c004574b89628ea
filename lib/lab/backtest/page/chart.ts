import { BarChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, LegendComponent, MarkLineComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { type Markup, trusted } from './html.ts';

use([BarChart, LineChart, ScatterChart, GridComponent, LegendComponent, MarkLineComponent, SVGRenderer]);

/** The colours of one or two policies. They and the greys of the naive rules differ in lightness as well. */
export const POLICY_COLOURS = ['#1f5fbf', '#d9730d'] as const;

/** The widths of their lines: where both run together, the second lies within the first. */
export const POLICY_WIDTHS = [5, 2] as const;

/** The lines of the naive rules. */
export const NAIVE_LINES = [
  { color: '#4b5563', type: 'dashed' },
  { color: '#6b7280', type: 'dotted' },
  { color: '#9ca3af', type: 'solid' },
] as const;

/** What is not to be looked at first: axes, grids and their labels. */
export const QUIET = { text: '#4b5563', line: '#d1d5db', grid: '#eef0f3' } as const;

const WIDTH = 860;

/**
 * Answers a plot as inline SVG, which needs no script to be seen. The library escapes the texts in it.
 * @param id - tells the plot from the others of a page.
 */
export function chart(id: string, option: EChartsCoreOption, heightPx = 380): Markup {
  const instance = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: heightPx });
  instance.setOption({
    animation: false,
    textStyle: { fontFamily: 'sans-serif', fontSize: 13 },
    grid: { left: 64, right: 32, top: 48, bottom: 56 },
    legend: { top: 4, left: 0, itemGap: 34, itemWidth: 30, textStyle: { color: '#1f2937', fontSize: 13 } },
    ...option,
  });
  const svg = instance.renderToSVGString();
  instance.dispose();
  return trusted(ownNames(withoutBehaviour(svg), id));
}

/**
 * Takes out what only the library's own script could use: hover styles, and marks on each shape.
 */
function withoutBehaviour(svg: string): string {
  return svg
    .replace(/<style[^>]*>[\s\S]*?<\/style>/g, '')
    .replace(/ class="zr\d+-cls-\d+"/g, '')
    .replace(/ ecmeta_\w+="[^"]*"/g, '');
}

/** Names a plot's clip paths after the plot: the library numbers them through a process. */
function ownNames(svg: string, id: string): string {
  return svg.replace(/( id="|url\(#)zr\d+-/g, `$1${id}-`);
}

/** An axis of numbers with a name in the middle. */
export function numberAxis(name: string, more: Readonly<Record<string, unknown>> = {}): object {
  return {
    type: 'value',
    name,
    nameLocation: 'middle',
    nameGap: 34,
    nameTextStyle: { color: QUIET.text, fontSize: 13 },
    axisLabel: { color: QUIET.text, fontSize: 12 },
    axisLine: { show: true, lineStyle: { color: QUIET.line } },
    splitLine: { lineStyle: { color: QUIET.grid } },
    ...more,
  };
}

/** An axis of shares, told in percent. */
export function percentAxis(name: string, more: Readonly<Record<string, unknown>> = {}): object {
  return numberAxis(name, {
    min: 0,
    nameGap: 46,
    axisLabel: { color: QUIET.text, fontSize: 12, formatter: '{value} %' },
    ...more,
  });
}

/** An axis of names. */
export function nameAxis(names: readonly string[], more: Readonly<Record<string, unknown>> = {}): object {
  return {
    type: 'category',
    data: names,
    axisLabel: { color: QUIET.text, fontSize: 12, interval: 0 },
    axisLine: { lineStyle: { color: QUIET.line } },
    axisTick: { show: false },
    ...more,
  };
}

/** Answers a share in percent for a plot, with one decimal; null stays null. */
export function inPercent(share: number | null): number | null {
  return share === null ? null : Math.round(share * 1000) / 10;
}
