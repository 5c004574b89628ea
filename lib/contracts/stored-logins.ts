import * as z from 'zod';
import type { Given, ListedLogin, Logins } from '../domain/refund/logins.ts';
import { instantSchema } from './fields.ts';
import type { Shape } from './shape.ts';

/** Who gave an employee a role or a login. */
export const givenSchema = z.object({ by: z.string(), at: instantSchema } satisfies Shape<Given>);

/** The logins of an employee's record. */
export const loginsSchema = z.object({
  at: instantSchema,
  listed: z.array(
    z.object({ ...givenSchema.shape, login: z.string(), claim: z.int() } satisfies Shape<ListedLogin>),
  ),
} satisfies Shape<Logins>);
