/**
 * Returns the value if it is a positive finite number.
 * @throws RangeError for zero, a negative number, an infinity or NaN; its message names the value by `name`.
 */
export function requirePositive(name: string, value: number): number {
  if (value > 0 && value < Infinity) return value;
  throw new RangeError(`${name} must be a positive finite number, got ${value}`);
}
