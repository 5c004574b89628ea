import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { canonicalInstant, offsetInstantSchema } from '../../../lib/contracts/fields.ts';
import { envelopeSchema, INBOUND_DATA } from '../../../lib/contracts/inbound-events.ts';
import { quickly, quickParser, UNSURE } from '../../../lib/replay/event-file/quick-parse.ts';
import { aCloudEvent, anEpcisEvent, aRefund } from '../../builders.ts';
import { MISSING, withField } from '../../contracts/event-surgery.ts';

const REQUEST = INBOUND_DATA['refundgate.refund.requested.v1'];
const SCAN = INBOUND_DATA['refundgate.scan.recorded.v1'];

const scan = anEpcisEvent({
  eventID: 'urn:uuid:1',
  bizStep: 'unloading',
  epcList: ['urn:epc:id:sgtin:4012345.011111.SN1'],
  sensorElementList: [{ sensorReport: [{ type: 'Mass', value: 402, uom: 'GRM' }] }],
  'refundgate:delivery': { gps: true },
});

/** Every path into a JSON value, its own among them. */
function pathsOf(value: unknown, at = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return [at];
  const inner = Object.entries(value).flatMap(([key, part]) =>
    pathsOf(part, at === '' ? key : `${at}.${key}`),
  );
  return [at, ...inner];
}

const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(
    MISSING,
    '',
    0,
    -1,
    1.5,
    2 ** 53,
    1e300,
    'x'.repeat(257),
    '2026-02-30T10:00:00Z',
    'XXX',
    'returned',
  ),
);

/** Values near a valid one: some of its parts replaced, taken out or added. */
function near(valid: unknown): fc.Arbitrary<unknown> {
  const path = fc.oneof(
    fc.constantFrom(...pathsOf(valid)),
    fc.constantFrom('added', 'lines.0.added', '__proto__'),
  );
  const change = fc.record({ path, value: anything });
  return fc
    .array(change, { maxLength: 2 })
    .map((changes) =>
      changes.reduce<unknown>((event, { path, value }) => withField(event, path, value), valid),
    )
    .map((value): unknown => JSON.parse(JSON.stringify(value) ?? 'null'));
}

describe('the quick way', () => {
  test.each([
    ['envelope', envelopeSchema, aCloudEvent('refund.requested', aRefund())],
    ['request', REQUEST, aRefund()],
    ['scan', SCAN, scan],
  ])(
    'agrees with the schema on any %s: the same data, the same problems',
    (_name, schema: z.ZodType, valid) => {
      const parse = quickly(schema);
      const quick = quickParser(schema);
      let taken = 0;
      fc.assert(
        fc.property(near(valid), (value) => {
          const expected = schema.safeParse(value);
          expect(parse(value)).toStrictEqual(expected);
          if (quick(value) !== UNSURE) taken += 1;
          if (!expected.success) expect(quick(value)).toBe(UNSURE);
        }),
        { numRuns: 3000 },
      );
      expect(taken).toBeGreaterThan(0);
    },
  );

  test.each([
    ['envelope', envelopeSchema, aCloudEvent('refund.requested', aRefund())],
    ['request', REQUEST, aRefund()],
    ['scan', SCAN, scan],
  ])(
    'is sure of a plain %s, and leaves out what the schema leaves out',
    (_name, schema: z.ZodType, valid) => {
      expect(quickParser(schema)(valid)).toStrictEqual(schema.parse(valid));
      const added = { ...Object(valid), added: { deep: true } };
      expect(quickParser(schema)(added)).toStrictEqual(schema.parse(added));
    },
  );

  test('gives keys in the order of the schema, whatever the order they came in', () => {
    const { amount, ...rest } = aRefund();
    const turned = { amount: { minor: amount.minor, currency: amount.currency }, ...rest };
    expect(JSON.stringify(quickParser(REQUEST)(turned))).toBe(JSON.stringify(REQUEST.parse(turned)));
  });

  test.each([
    ['a union', z.union([z.string(), z.number()]), 'x'],
    ['a default', z.string().default('x'), 'x'],
    ['a coercion', z.coerce.number(), 7],
    ['a transform', z.string().transform(Number), '7'],
    ['a trim', z.string().trim(), ' x '],
    ['a strict object', z.strictObject({ a: z.string() }), { a: 'x' }],
    [
      'an optional with a rule of its own',
      z.object({
        a: z
          .string()
          .optional()
          .refine(() => true),
      }),
      { a: 'x' },
    ],
  ])('is never sure of %s', (_name, schema: z.ZodType, value) => {
    expect(quickParser(schema)(value)).toBe(UNSURE);
    expect(quickly(schema)(value)).toStrictEqual(schema.safeParse(value));
  });

  test('goes on after a value that a rule refused', () => {
    const quick = quickParser(z.string().min(2));
    expect(['x', 'xy', 'x', 'xy'].map((text) => quick(text))).toStrictEqual([UNSURE, 'xy', UNSURE, 'xy']);
  });
});

test('an instant has one form, however it was written', () => {
  const written = fc
    .tuple(
      fc.date({
        min: new Date('0001-01-02T00:00:00Z'),
        max: new Date('9999-12-30T00:00:00Z'),
        noInvalidDate: true,
      }),
      fc.constantFrom('Z', '+00:00', '-05:30', '+14:00'),
      fc.nat(9),
    )
    .map(([date, offset, digits]) => {
      const text = date.toISOString().slice(0, -1);
      return `${digits === 0 ? text.slice(0, 19) : `${text}000000`.slice(0, 20 + digits)}${offset}`;
    });
  fc.assert(
    fc.property(written, (text) => {
      fc.pre(offsetInstantSchema.safeParse(text).success);
      expect(canonicalInstant(text)).toBe(new Date(text).toISOString());
    }),
  );
});
