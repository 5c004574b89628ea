/**
 * Returns the number of a closed interval that is nearest to x.
 * @throws RangeError if x is NaN or the interval is empty.
 */
export function clamp(x: number, [min, max]: readonly [min: number, max: number]): number {
  if (Number.isNaN(x)) throw new RangeError('x must be a number, got NaN');
  if (!(min <= max)) throw new RangeError(`the interval must not be empty, got [${min}, ${max}]`);
  return Math.min(Math.max(x, min), max);
}
