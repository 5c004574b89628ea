import { hash } from 'node:crypto';

/** Returns a JSON value as text with sorted keys, so that the same value always gives the same text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(withSortedKeys(value));
}

/** Returns the SHA-256 of a text in lower-case hex. */
export function sha256(text: string): string {
  return hash('sha256', text, 'hex');
}

function withSortedKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || 'toJSON' in value) return value;
  if (Array.isArray(value)) return value.map(withSortedKeys);
  const sorted: Record<string, unknown> = {};
  for (const key of Object.keys(value).sort()) {
    const inner = withSortedKeys(Reflect.get(value, key));
    if (key === '__proto__') Object.defineProperty(sorted, key, { value: inner, enumerable: true });
    else sorted[key] = inner;
  }
  return sorted;
}
