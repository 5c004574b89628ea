import * as z from 'zod';
import { CONSOLE_ROLES } from '../domain/people/powers.ts';

const claimName = z.string().min(1).max(128);
const groupNames = z.array(z.string().min(1).max(256)).min(1);

/** How people sign in to the case console: an OpenID Connect issuer, and what its ID tokens say. */
export const signInDocumentSchema = z
  .strictObject({
    issuer: z
      .string()
      .max(1024)
      .refine(isSafeIssuer, 'an https:// address (http:// only on 127.0.0.1), without query and fragment')
      .meta({
        description: 'The address of the issuer; `/.well-known/openid-configuration` is read below it',
      }),
    clientId: z.string().min(1).max(256).meta({ description: 'As the issuer knows the console' }),
    clientSecretArn: z
      .string()
      .regex(/^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+$/, 'the ARN of a secret')
      .optional()
      .meta({ description: 'The secret with the client’s secret; without one the client is public' }),
    loginClaim: claimName.default('sub').meta({
      description:
        'The claim that is the login in the directory. `email` counts only with `email_verified`; let nobody change it themselves',
    }),
    scope: z
      .string()
      .regex(
        /^(?=.*\bopenid\b)[\x21\x23-\x5b\x5d-\x7e ]{1,256}$/,
        'scopes with spaces between them, openid among them',
      )
      .default('openid email')
      .meta({
        description: 'What the console asks the issuer for; some give groups only with a scope of their own',
      }),
    rolesClaim: claimName.default('roles').meta({ description: 'The claim with a list of groups or roles' }),
    roles: z
      .strictObject(Object.fromEntries(CONSOLE_ROLES.map((role) => [role, groupNames.default([role])])))
      .prefault({})
      .meta({
        description: 'Which values of that claim stand for which role; each role’s own name by default',
      }),
  })
  .meta({ id: 'sign-in', description: 'How people sign in to the case console.' });

/** The roles that a sign-in may claim. */
export const SIGN_IN_ROLES = CONSOLE_ROLES;

/** How people sign in. */
export type SignInDocument = z.infer<typeof signInDocumentSchema>;

function isSafeIssuer(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.search !== '' || url.hash !== '' || url.username !== '') return false;
  return url.protocol === 'https:' || isLoopback(url);
}

/** Returns true for an address on this machine that needs no TLS. */
export function isLoopback({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && hostname === '127.0.0.1';
}
