import * as z from 'zod';
import { CONSOLE_ROLES } from '../domain/people/powers.ts';
import type { Session } from '../domain/people/sessions.ts';
import type { Lease } from '../domain/refund/leases.ts';
import { idSchema, instantSchema } from './fields.ts';
import type { Shape } from './shape.ts';

// The shapes of what the console keeps.

/** The sessions of one person. */
export const sessionsSchema = z.array(
  z.object({
    hash: z.string(),
    login: z.string(),
    roles: z.array(z.enum(CONSOLE_ROLES)),
    startedAt: instantSchema,
    seenAt: instantSchema,
  } satisfies Shape<Session>),
);

/** Who has taken which refund. */
export const leasesSchema = z.array(
  z.object({ refundId: idSchema, by: idSchema, until: instantSchema } satisfies Shape<Lease>),
);
