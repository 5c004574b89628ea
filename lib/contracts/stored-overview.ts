import * as z from 'zod';
import type { DecidedDay } from '../domain/overview/decided-days.ts';
import type { AgeClass, OpenCounts } from '../domain/overview/open-counts.ts';
import { instantSchema } from './fields.ts';
import type { Shape } from './shape.ts';

// The shapes of the numbers of the console's overview.

const countSchema = z.int().nonnegative();

/** The open reviews in numbers; the item has `asOf` as an attribute of its own. */
export const openCountsSchema = z.object({
  open: countSchema,
  byAge: z.object({
    under4Hours: countSchema,
    under1Day: countSchema,
    under3Days: countSchema,
    older: countSchema,
  } satisfies Shape<Record<AgeClass, number>>),
  oldestAskedAt: instantSchema.nullable(),
  valueMinor: countSchema,
  expectedLossMinor: countSchema,
  withoutValue: countSchema,
  more: z.boolean(),
} satisfies Shape<Omit<OpenCounts, 'asOf'>>);

/** What people decided, by day. */
export const decidedDaysSchema = z.array(
  z.object({
    day: z.iso.date(),
    approved: countSchema,
    denied: countSchema,
  } satisfies Shape<DecidedDay>),
);
