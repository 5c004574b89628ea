/**
 * Passes a positive finite number through.
 * @throws RangeError for zero, a negative number, an infinity or NaN, naming what was asked for.
 */
export function requirePositive(name: string, value: number): number {
  if (value > 0 && value < Infinity) return value;
  throw new RangeError(`${name} must be a positive finite number, got ${value}`);
}
