/** How long a number may be written out: its eight bytes, as text, take more. */
const LONGEST_WRITTEN = 12;

/** Answers a number to keep to the bit: itself when it is short, else its eight bytes in base64url. */
export function packNumber(number: number): number | string {
  if (String(number).length <= LONGEST_WRITTEN) return number;
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(number);
  return bytes.toString('base64url');
}

/** Answers the number that was packed; what is none is answered as it is, for a check to refuse. */
export function unpackNumber(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const bytes = Buffer.from(value, 'base64url');
  return bytes.length === 8 ? bytes.readDoubleBE() : value;
}
