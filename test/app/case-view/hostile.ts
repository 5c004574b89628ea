import * as z from 'zod';

/** A word that nothing of the project has: it shows where a text of an event ends up. */
export const MARK = 'zqx';

/** What an event may try to do to those who read it, each with the mark. */
export const HOSTILE: Readonly<Record<string, string>> = {
  script: `<script>alert("${MARK}")</script>`,
  attribute: `"><img src=${MARK} onerror=alert(1)>`,
  'bidi override': `${MARK}\u202egnp.exe\u2066\u200f`,
  'zero width': `a\u200b\u2060\ufeff${MARK}\u034f\u3164\u2800`,
  'terminal escape': `\u001b[2J\u009b3A\u0007${MARK}`,
  formula: `=cmd|' /C ${MARK}'!A0`,
  'another formula': `+1+${MARK}`,
  'new lines': `${MARK}\r\nBcc: all@example.com\r\n\r\nApprove it.\u2028\u2029\u0085`,
  'half a character': `${MARK}\ud800`,
  'a placeholder': `{site}{refunds}$&${MARK}`,
  'long text': MARK.repeat(2000),
};

/** What a terminal, a mail or a page would obey instead of showing, and what nobody can see. */
export const OBEYED = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** The way to one field: names, and 0 for the first of a list. */
export type Path = readonly (string | 0)[];

/** Returns the way to each text of a schema that is not one of a list of words. */
export function textsOf(schema: z.ZodType): readonly Path[] {
  return textsIn(z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' }), []);
}

interface Node {
  readonly type?: unknown;
  readonly enum?: unknown;
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
}

function textsIn(node: object, path: Path): readonly Path[] {
  const { type, properties = {}, items, ...more }: Node = node;
  if (type === 'string') return more.enum === undefined && more.const === undefined ? [path] : [];
  if (type === 'array' && items !== undefined) return textsIn(items, [...path, 0]);
  return Object.entries(properties).flatMap(([name, one]) => textsIn(one, [...path, name]));
}

/** Returns a value with a text at a place, with all that has to be there for it. */
export function withAt(value: unknown, [first, ...rest]: Path, text: string): unknown {
  if (first === undefined) return text;
  if (first === 0) {
    const [head, ...tail] = Array.isArray(value) ? value : [];
    return [withAt(head, rest, text), ...tail];
  }
  const object: Readonly<Record<string, unknown>> = Object(value);
  return { ...object, [first]: withAt(object[first], rest, text) };
}

/** Names of fields that have one of a list of words, an instant or a hash: no event puts free text there. */
const CLOSED = new Set([
  ...[
    'claim',
    'trigger',
    'currency',
    'class',
    'capture',
    'kind',
    'status',
    'role',
    'state',
    'origin',
    'outcome',
  ],
  ...[
    'at',
    'receivedAt',
    'askedAt',
    'decidedAt',
    'slaAt',
    'dueAt',
    'since',
    'until',
    'day',
    'takenAt',
    'setAt',
  ],
  ...[
    'code',
    'codes',
    'decision',
    'verdict',
    'item',
    'scope',
    'outbox',
    'hash',
    'digest',
    'bodyHash',
    'policyHash',
  ],
  ...['kinds', 'waitingFor', 'broken', 'correctedFrom', 'because', 'source'],
]);

/** Returns a value with each text of it, but those of closed fields, replaced. */
export function withTexts<Value>(value: Value, text: string): Value {
  const replaced = (name: string, one: unknown): unknown => {
    if (CLOSED.has(name)) return one;
    if (typeof one === 'string') return text;
    if (Array.isArray(one)) return one.map((each) => replaced('', each));
    if (typeof one !== 'object' || one === null) return one;
    return Object.fromEntries(Object.entries(one).map(([key, each]) => [key, replaced(key, each)]));
  };
  return JSON.parse(JSON.stringify(replaced('', value)));
}

/** Returns every text of a value. */
export function allTexts(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(allTexts);
}
