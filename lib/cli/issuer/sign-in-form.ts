import { CLAIMED_ROLES, type ClaimedIdentity, type ClaimedRole, MAX_LOGIN } from './claimed-identity.ts';

/** What the page shows in its fields. */
export interface SignInFields {
  readonly login: string;
  readonly roles: readonly ClaimedRole[];
}

/** What is wrong with a field, if anything. */
export interface SignInProblems {
  readonly login?: string;
  readonly roles?: string;
}

/** A form that was sent: somebody's identity, or what is wrong and what was typed. */
export type SignInAnswer =
  | { readonly kind: 'identity'; readonly identity: ClaimedIdentity }
  | { readonly kind: 'problems'; readonly fields: SignInFields; readonly problems: SignInProblems };

/** The fields of a page that nobody has filled in yet. */
export const FIRST_FIELDS: SignInFields = { login: '', roles: ['reviewer'] };

/** Returns what a form says, as a browser sends it. Roles that do not exist are left out. */
export function readSignInForm(body: string): SignInAnswer {
  const sent = new URLSearchParams(body);
  const login = (sent.get('login') ?? '').trim();
  const chosen = sent.getAll('roles');
  const roles = CLAIMED_ROLES.filter((role) => chosen.includes(role));
  const problems = { ...problemOfLogin(login), ...problemOfRoles(roles) };
  if (Object.keys(problems).length > 0) return { kind: 'problems', fields: { login, roles }, problems };
  return { kind: 'identity', identity: { login, roles } };
}

function problemOfLogin(login: string): Pick<SignInProblems, 'login'> {
  if (login === '') return { login: 'Enter a login, as the directory lists it.' };
  if (login.length > MAX_LOGIN) return { login: `A login has at most ${MAX_LOGIN} characters.` };
  return {};
}

function problemOfRoles(roles: readonly ClaimedRole[]): Pick<SignInProblems, 'roles'> {
  return roles.length === 0 ? { roles: 'Choose at least one role.' } : {};
}
