import { CONSOLE_ROLES } from '../../domain/people/powers.ts';

/** The roles that a token can claim. What each may do is for the console to say. */
export const CLAIMED_ROLES = CONSOLE_ROLES;

/** One role of a token. */
export type ClaimedRole = (typeof CLAIMED_ROLES)[number];

/** Who somebody says they are. */
export interface ClaimedIdentity {
  readonly login: string;
  readonly roles: readonly ClaimedRole[];
}

/** The claims that {@link claimsOf} makes. */
export const CLAIM_NAMES = ['sub', 'roles', 'email', 'email_verified'] as const;

/** The longest `sub` that OpenID Connect allows. */
export const MAX_LOGIN = 255;

const EMAIL = /^[^\s@]+@[^\s@]+$/;

/** Returns the claims about a person, as an ID token has them. */
export function claimsOf({ login, roles }: ClaimedIdentity): Readonly<Record<string, unknown>> {
  const claims = { sub: login, roles };
  return EMAIL.test(login) ? { ...claims, email: login, email_verified: true } : claims;
}
