import { KNOWING_INSIDER } from '../knowing-insider.ts';

/** Returns a share in percent: 0.934 as `93.4 %`, 0.0004 as `0.04 %`, null as a dash. */
export function percent(share: number | null): string {
  if (share === null) return '–';
  const value = share * 100;
  const digits = value !== 0 && Math.abs(value) < 1 ? 2 : 1;
  return `${value.toFixed(digits)} %`;
}

/** Returns the distance of two shares as a person says it: `0.5 percentage points`. */
export function percentPoints(distance: number): string {
  return `${percent(distance).replace(' %', '')} percentage points`;
}

/** Returns a whole number with thousands set apart. */
export function count(value: number): string {
  return value.toLocaleString('en');
}

/** Returns a figure with one decimal unless it is whole; null as a dash. */
export function decimal(value: number | null): string {
  if (value === null) return '–';
  return Number.isInteger(value) ? count(value) : value.toFixed(1);
}

/** Returns hours as a person says them. */
export function hours(value: number | null): string {
  if (value === null) return 'never';
  if (value < 1 / 60) return 'at once';
  if (value < 1) return `${Math.round(value * 60)} min`;
  return value < 48 ? `${value.toFixed(1)} h` : `${(value / 24).toFixed(1)} days`;
}

/** Shown instead of a figure that is based on too few. */
export const TOO_FEW = 'too few to tell';

/** Returns a method as words: `ghost_return` is "ghost return". */
export function methodName(method: string): string {
  return method === 'adaptive_ghost' ? KNOWING_INSIDER : method.replaceAll('_', ' ');
}
