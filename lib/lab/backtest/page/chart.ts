import { BarChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, LegendComponent, MarkLineComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { html, type Markup, trusted } from './html.ts';

use([BarChart, LineChart, ScatterChart, GridComponent, LegendComponent, MarkLineComponent, SVGRenderer]);

/** The colours of one or two policies. They and the greys of the naive rules differ in lightness as well. */
export const POLICY_COLOURS = ['#1f5fbf', '#d9730d'] as const;

/** The line widths of one or two policies: where the two lines overlap, the second is inside the first. */
export const POLICY_WIDTHS = [5, 2] as const;

/** The lines of the naive rules. */
export const NAIVE_LINES = [
  { color: '#4b5563', type: 'dashed' },
  { color: '#6b7280', type: 'dotted' },
  { color: '#9ca3af', type: 'solid' },
] as const;

/** Colours of what should not draw the eye: axes, grids and their labels. */
export const QUIET = { text: '#4b5563', line: '#d1d5db', grid: '#eef0f3' } as const;

/** The two sizes a plot is drawn in. The page's style shows the one that fits, so text never gets too small. */
export type PlotSize = 'wide' | 'narrow';

/** The width of each size in pixels: the column of the page, and the column on a phone 390 pixels wide. */
const WIDTH: Readonly<Record<PlotSize, number>> = { wide: 860, narrow: 350 };

const LEGEND_ROW_PX = 26;
const LEGEND_GAP_PX = 34;

/** The average width of a letter in a legend, and the width of what is before a name, in pixels. */
const LETTER_PX = 7;
const SYMBOL_PX = 35;

/** The space below a plot, for its axis. */
const AXIS_PX = 56;

/** What a plot shows. */
export interface Plot {
  readonly series: readonly object[];
  readonly xAxis: object;
  readonly yAxis: object;
  /** How high the plot is without legend and axis. */
  readonly plotPx?: number;
  /** The space left of the plot: what its axis needs. */
  readonly leftPx?: number;
  /** The space right of the plot, for text next to the last value. */
  readonly rightPx?: number;
}

/**
 * Returns a plot in both sizes as inline SVG, which needs no script. The library escapes the texts in it.
 * @param id - unique among the plots of a page.
 */
export function chart(id: string, draw: (size: PlotSize) => Plot): Markup {
  const sizes: readonly PlotSize[] = ['wide', 'narrow'];
  return html`${sizes.map(
    (size) => html`<div class="${size}">${trusted(svgOf(draw(size), size, `${id}-${size}`))}</div>`,
  )}`;
}

function svgOf(plot: Plot, size: PlotSize, id: string): string {
  const { series, xAxis, yAxis, plotPx = 276, leftPx = 64, rightPx = size === 'wide' ? 32 : 18 } = plot;
  const topPx = 22 + LEGEND_ROW_PX * legendRows(series, size);
  const height = topPx + plotPx + AXIS_PX;
  const instance = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH[size], height });
  instance.setOption({
    animation: false,
    textStyle: { fontFamily: 'sans-serif', fontSize: 13 },
    grid: { left: leftPx, right: rightPx, top: topPx, bottom: AXIS_PX },
    legend: {
      top: 4,
      left: 0,
      orient: size === 'wide' ? 'horizontal' : 'vertical',
      itemGap: size === 'wide' ? LEGEND_GAP_PX : 10,
      itemWidth: 30,
      textStyle: { color: '#1f2937', fontSize: 13 },
    },
    series,
    xAxis,
    yAxis,
  });
  const svg = instance.renderToSVGString();
  instance.dispose();
  return ownNames(withoutBehaviour(svg), id);
}

function legendRows(series: readonly object[], size: PlotSize): number {
  const names = series.flatMap((one) => ('name' in one && typeof one.name === 'string' ? [one.name] : []));
  const distinct = [...new Set(names)];
  if (size === 'narrow') return distinct.length;
  const widths = distinct.map((name) => name.length * LETTER_PX + SYMBOL_PX + LEGEND_GAP_PX);
  return Math.ceil(widths.reduce((sum, width) => sum + width, 0) / WIDTH.wide);
}

/** Removes what only the library's own script could use: hover styles, and marks on each shape. */
function withoutBehaviour(svg: string): string {
  return svg
    .replace(/<style[^>]*>[\s\S]*?<\/style>/g, '')
    .replace(/ class="zr\d+-cls-\d+"/g, '')
    .replace(/ ecmeta_\w+="[^"]*"/g, '');
}

/** Names a plot's clip paths after the plot: the library numbers them across the whole process. */
function ownNames(svg: string, id: string): string {
  return svg.replace(/( id="|url\(#)zr\d+-/g, `$1${id}-`);
}

/** Returns an axis of numbers with a name in the middle. */
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

/** Returns an axis of shares, in percent. */
export function percentAxis(name: string, more: Readonly<Record<string, unknown>> = {}): object {
  return numberAxis(name, {
    min: 0,
    nameGap: 46,
    axisLabel: { color: QUIET.text, fontSize: 12, formatter: '{value} %' },
    ...more,
  });
}

/** Returns an axis of names. A name wider than `labelPx` is broken into lines. */
export function nameAxis(
  names: readonly string[],
  { labelPx, ...more }: { readonly labelPx: number } & Readonly<Record<string, unknown>>,
): object {
  return {
    type: 'category',
    data: names,
    axisLabel: { color: QUIET.text, fontSize: 12, interval: 0, width: labelPx, overflow: 'break' },
    axisLine: { lineStyle: { color: QUIET.line } },
    axisTick: { show: false },
    ...more,
  };
}

/** Returns a share in percent for a plot, with one decimal; null stays null. */
export function inPercent(share: number | null): number | null {
  return share === null ? null : Math.round(share * 1000) / 10;
}
