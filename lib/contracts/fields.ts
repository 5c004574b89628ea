import * as z from 'zod';
import { decodedId, ID_PATTERN, MAX_ID } from '../domain/shared/ids.ts';
import { currencyDigits } from '../domain/shared/money.ts';

/** The largest number of lines, serials, EPCs or transactions one event may carry: each is far over real use. */
export const MAX_LIST = 200;

/** An id, as `lib/domain/shared/ids.ts` describes it. */
export const idSchema = z
  .string({ error: `expected an id: text of 1 to ${MAX_ID} characters` })
  .regex(ID_PATTERN, {
    error: `an id is 1 to ${MAX_ID} visible ASCII characters without spaces, quotes, * < > and \\; all else is percent-encoded (%C3%A9)`,
  })
  .refine((id) => !ID_PATTERN.test(id) || decodedId(id) !== undefined, {
    error:
      'percent-encoding is for characters that an id cannot have otherwise, as UTF-8 in capitals (%C3%A9)',
  })
  .meta({ description: 'An id' });

/** An instant in UTC, as the gate writes them: RFC 3339 with `Z`. */
export const instantSchema = z.iso
  .datetime({ error: 'expected an RFC 3339 instant in UTC, such as 2026-11-22T10:00:00.000Z' })
  .meta({ description: 'An instant in UTC, RFC 3339' });

// Not from `z.regexes`: each step's bundle would have all of them.
const { pattern = /$^/ } = z.iso.datetime({ offset: true })._zod.def;

/** RFC 3339 with any offset; its `T` and `Z` may be small, but a leap second (`:60`) is not read. */
const OFFSET_INSTANT = new RegExp(pattern.source.replace(')T(', ')[Tt](').replace('(?:Z|', '(?:[Zz]|'));

const EXPECTED_INSTANT = 'expected an RFC 3339 instant, such as 2026-11-22T10:00:00.000+01:00';

/** An instant with any offset, as producers write it. */
export const offsetInstantSchema = z
  .string({ error: EXPECTED_INSTANT })
  .regex(OFFSET_INSTANT, { error: EXPECTED_INSTANT })
  .meta({ format: 'date-time', description: 'An instant, RFC 3339 with any offset' });

/** An instant as the gate writes it: UTC with milliseconds, so that text order is time order. */
const CANONICAL_INSTANT = /^.{10}T.{12}Z$/;

/** Returns a parsed instant in one form: UTC with milliseconds, so that text order is time order. */
export function canonicalInstant(instant: string): string {
  if (CANONICAL_INSTANT.test(instant)) return instant;
  const text = new Date(instant.toUpperCase()).toISOString();
  if (CANONICAL_INSTANT.test(text)) return text;
  // Its offset takes it out of the years that have four digits in UTC.
  return text.startsWith('-') ? FIRST_INSTANT : LAST_INSTANT;
}

const FIRST_INSTANT = '0000-01-01T00:00:00.000Z';
const LAST_INSTANT = '9999-12-31T23:59:59.999Z';

/** Money: ISO 4217 code and a whole, positive number of minor units. */
export const moneySchema = z.object(
  {
    currency: z
      .string({ error: 'expected an ISO 4217 code, such as "EUR"' })
      .refine((code) => currencyDigits(code) !== undefined, { error: 'not an ISO 4217 code in use' }),
    minor: z.int({ error: 'expected a whole number of minor units, at most 2^53 - 1' }).positive({
      error: ({ input }) =>
        input === 0 ? 'no money: this is 0, so there is nothing to refund' : 'an amount is more than zero',
    }),
  },
  { error: 'expected money: {"currency":"USD","minor":249500}' },
);

/** The SHA-256 of a file: 64 hexadecimal digits, compared without regard to case. */
export const digestSchema = z
  .string()
  .regex(/^[0-9A-Fa-f]{64}$/, { error: 'expected a SHA-256: 64 hexadecimal digits' });

/** Text that is shown, and compared in canonical form: the name of goods or of a category. */
export const labelSchema = z
  .string()
  .min(1)
  .max(MAX_ID, { error: `at most ${MAX_ID} characters` });

/** A short text that people wrote; it is stored and shown, never used to decide. */
export const noteSchema = z.string().max(2000, { error: 'a note has at most 2,000 characters' });

/** An ISO 3166 alpha-2 country code. */
export const countrySchema = z
  .string()
  .regex(/^[A-Z]{2}$/, { error: 'expected an ISO 3166 country code of two capital letters' });
