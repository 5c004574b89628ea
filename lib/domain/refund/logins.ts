// A login is how a person signs in: the claim of an identity provider, or the ARN of an AWS caller. The texts here are
// ASCII: another alphabet has letters that look the same, and letters whose lower case is ASCII (the Kelvin sign).

/** The most characters of a login. */
export const MAX_LOGIN = 256;

/** The most logins of one employee: an address, a subject id and a few AWS accounts. */
export const MAX_LOGINS = 8;

/**
 * Who gave an employee something that lets them decide, and when the gate took that event: what an event says of its own
 * time can be backdated.
 */
export interface Given {
  readonly by: string;
  readonly at: string;
}

/** A login of an employee, and who gave it. */
export interface ListedLogin extends Given {
  readonly login: string;
  /** The version of the claim by which the login became theirs. */
  readonly claim: number;
}

/** How an employee signs in, by the newest event that named logins. */
export interface Logins {
  /** The time of that event; an older event never overwrites a newer one. */
  readonly at: string;
  readonly listed: readonly ListedLogin[];
}

/** The characters of a login. */
export const LOGIN_PATTERN = new RegExp(`^[\\x21-\\x7e]{1,${MAX_LOGIN}}$`);

/** In any spelling: a claim that only looks like an ARN must not become one by its lower case. */
const ARN_LIKE = /^arn:/i;

const NAME = '[A-Za-z0-9_+=,.@-]+';
const USER = new RegExp(`^arn:(?:aws|aws-cn|aws-us-gov):iam::\\d{12}:user/(?:[\\x21-\\x7e]+/)?${NAME}$`);
const ASSUMED_ROLE = new RegExp(
  `^(arn:(?:aws|aws-cn|aws-us-gov):sts::\\d{12}:assumed-role/(${NAME}))/(${NAME})$`,
);

/** How the names of roles begin that only IAM Identity Center makes: it signs a person in, and names them in the session. */
const IDENTITY_CENTER = 'AWSReservedSSO_';

/**
 * Returns the login that an AWS caller has, by the caller's ARN: an IAM user's is the ARN itself, one through IAM Identity
 * Center is the role with its session, which names the person. Whoever assumes another role chooses the session's name, so
 * the login is the role without it. The root user, federated users and anything else have none.
 */
export function loginOfCaller(arn: string): string | undefined {
  if (!LOGIN_PATTERN.test(arn)) return undefined;
  if (USER.test(arn)) return arn;
  const [, role, name] = ASSUMED_ROLE.exec(arn) ?? [];
  return name?.startsWith(IDENTITY_CENTER) === true ? arn : role;
}

/**
 * Returns the login that a claim of an identity provider stands for: its lower case. A claim with other characters than
 * visible ASCII, or one that looks like an ARN, is nobody's.
 */
export function loginOfClaim(claim: string): string | undefined {
  return LOGIN_PATTERN.test(claim) && !ARN_LIKE.test(claim) ? claim.toLowerCase() : undefined;
}

/**
 * Returns a login in the form in which logins are compared, or undefined if nobody can sign in with it. An ARN is compared
 * exactly and has to be the login of a caller; all else is the claim of an identity provider.
 */
export function canonicalLogin(login: string): string | undefined {
  if (!ARN_LIKE.test(login)) return loginOfClaim(login);
  // A role that is listed without a session is one that callers have with any session.
  return [login, `${login}/any`].some((caller) => loginOfCaller(caller) === login) ? login : undefined;
}

/** Returns true if logins of a record hold a login under this version of its claim. */
export function isListed(
  logins: Logins | undefined,
  { login, claim }: Pick<ListedLogin, 'login' | 'claim'>,
): boolean {
  return logins?.listed.some((one) => one.login === login && one.claim === claim) === true;
}

/** Returns all that lets an employee decide: their role, and each way in which somebody can sign in as them. */
export function givenTo(
  record: { readonly roleGiven: Given; readonly logins?: Logins | undefined } | undefined,
): readonly Given[] {
  return record === undefined ? [] : [record.roleGiven, ...(record.logins?.listed ?? [])];
}
