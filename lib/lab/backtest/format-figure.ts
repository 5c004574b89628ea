import type { FigureFormat } from './targets.ts';

/** Returns a figure as a person reads it: a share as `.934`, a null as a dash. */
export function formatFigure(value: number | null, format: FigureFormat): string {
  if (value === null) return '–';
  switch (format) {
    case 'share':
      return value.toFixed(3).replace(/^0\./, '.');
    case 'per thousand':
      return value.toFixed(1);
    case 'number':
      return Number.isInteger(value) ? String(value) : value.toFixed(1);
  }
}
