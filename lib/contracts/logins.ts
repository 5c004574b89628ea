import * as z from 'zod';
import { canonicalLogin, LOGIN_PATTERN, MAX_LOGIN, MAX_LOGINS } from '../domain/refund/logins.ts';

const loginSchema = z
  .string({ error: `expected a login: text of 1 to ${MAX_LOGIN} characters` })
  .regex(LOGIN_PATTERN, { error: `a login is 1 to ${MAX_LOGIN} visible ASCII characters` })
  .refine((login) => !LOGIN_PATTERN.test(login) || canonicalLogin(login) !== undefined, {
    error:
      'not how a caller signs in; expected the ARN of an IAM user, or of an assumed role: with its session if it begins with AWSReservedSSO_, otherwise without',
  });

/** How one person signs in, as `lib/domain/refund/logins.ts` describes it. */
export const loginsSchema = z
  .array(loginSchema)
  .max(MAX_LOGINS, { error: `an employee has at most ${MAX_LOGINS} logins` });
