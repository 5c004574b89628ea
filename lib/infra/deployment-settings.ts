import type { DeployedProducers } from '../contracts/deployed-producers.ts';
import { DEFAULT_NAME, resourceNames } from '../contracts/names.ts';
import { type PolicyDocument, policyFileSchema } from '../contracts/policy-document.ts';
import type { SignInDocument } from '../contracts/sign-in-document.ts';
import { readProducersSetting } from './producers-setting.ts';
import { readDocumentFile } from './read-document-file.ts';
import { readSignInSetting } from './sign-in-setting.ts';

/** What can differ between deployments; everything else is the same for all. */
export interface DeploymentSettings {
  /**
   * The prefix of every physical name: 3 to 24 of `a-z`, `0-9` and `-`, beginning with a letter.
   * @default DEFAULT_NAME
   */
  readonly name: string;
  /**
   * Who gets an e-mail when people must decide.
   * @default - nobody; the synth warns
   */
  readonly escalationEmails: readonly string[];
  /**
   * Who gets an e-mail when an alarm goes off.
   * @default - nobody
   */
  readonly alarmEmails: readonly string[];
  /**
   * The console's own address, if a domain of the merchant's leads to its API.
   * @default - the address that AWS gives the API
   */
  readonly consoleUrl: string | undefined;
  /**
   * How people sign in to the console, read from the file that the context names.
   * @default - the stack makes a user pool with a second factor for everybody
   */
  readonly signIn: SignInDocument | undefined;
  /**
   * How many concurrent calls AWS reserves for the kill switch, as many for the review and as many for the console, so
   * that a flood of events blocks none of them.
   * @default - none; they share the account's concurrency
   */
  readonly reservedConcurrency: number | undefined;
  /**
   * The policy to judge by, read from the file that the context names.
   * @default - the policy that ships with the gate
   */
  readonly policy: PolicyDocument | undefined;
  /**
   * A policy on trial: refunds are also judged by it, but its decisions have no effect.
   * @default - none
   */
  readonly shadowPolicy: PolicyDocument | undefined;
  /** Who may say what, read from the file that the context names. It has no default. */
  readonly producers: DeployedProducers;
  /**
   * The role that may send to the intake queue past the bus, as moving dead letters back to it needs.
   * @default - none; only the bus's rule may send to the queue
   */
  readonly redriver: string | undefined;
}

/** Thrown for a context value that is not allowed. The message names the key, the value and what is allowed. */
export class DeploymentSettingError extends Error {
  override readonly name = 'DeploymentSettingError';
  readonly key: string;
  readonly got: unknown;

  constructor(key: string, got: unknown, allowed: string) {
    super(`Context "${key}" is ${allowed}; got ${JSON.stringify(got) ?? 'nothing'}.`);
    this.key = key;
    this.got = got;
  }
}

/**
 * Returns the settings of a deployment from its context. `cdk -c` gives strings, and `cdk.json` gives any JSON.
 * @param read - Returns the context value of a key, or `undefined`.
 * @throws DeploymentSettingError at the first value that is not allowed.
 */
export function readSettings(read: (key: string) => unknown): DeploymentSettings {
  return {
    name: readName(read('name')),
    escalationEmails: readEmails('escalationEmails', read('escalationEmails')),
    alarmEmails: readEmails('alarmEmails', read('alarmEmails')),
    consoleUrl: readConsoleUrl(read('consoleUrl')),
    signIn: readSignIn(read('signIn')),
    reservedConcurrency: readReservedConcurrency(read('reservedConcurrency')),
    policy: readPolicy('policy', read('policy')),
    shadowPolicy: readPolicy('shadowPolicy', read('shadowPolicy')),
    producers: readProducers(read('producers')),
    redriver: readRedriver(read('redriver')),
  };
}

function readName(got: unknown = DEFAULT_NAME): string {
  // A stack's name must begin with a letter, and a table's name needs at least three characters.
  if (typeof got !== 'string' || !/^[a-z][a-z0-9-]{2,23}$/.test(got)) {
    throw new DeploymentSettingError('name', got, '3 to 24 of a-z, 0-9 and "-", beginning with a letter');
  }
  resourceNames(got);
  return got;
}

function readEmails(key: string, got: unknown = []): readonly string[] {
  const allowed = 'a JSON array or a comma-separated list of e-mail addresses';
  const items = typeof got === 'string' ? splitList(got) : got;
  if (!Array.isArray(items) || !items.every(isEmail)) throw new DeploymentSettingError(key, got, allowed);
  return [...new Set(items)];
}

function splitList(text: string): unknown {
  if (text.trim().startsWith('[')) return parseJson(text);
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function isEmail(item: unknown): item is string {
  return typeof item === 'string' && item.length <= 254 && /^[^\s@,<>"]+@[^\s@,<>"]+$/.test(item);
}

function readConsoleUrl(got: unknown): string | undefined {
  if (got === undefined || got === '') return undefined;
  const url = typeof got === 'string' ? URL.parse(got) : null;
  if (url?.protocol !== 'https:' || url.href !== `${url.origin}/`) {
    throw new DeploymentSettingError('consoleUrl', got, 'an https:// address without a path, or empty');
  }
  return url.origin;
}

function readSignIn(got: unknown): SignInDocument | undefined {
  const read = readSignInSetting(got);
  if ('problem' in read) throw new DeploymentSettingError('signIn', got, read.problem);
  return read.signIn;
}

function readReservedConcurrency(got: unknown): number | undefined {
  if (got === undefined || got === '') return undefined;
  const number = typeof got === 'string' && /^\d{1,3}$/.test(got) ? Number(got) : got;
  if (typeof number === 'number' && Number.isInteger(number) && number >= 1 && number <= 100) return number;
  throw new DeploymentSettingError('reservedConcurrency', got, 'a whole number from 1 to 100');
}

function readPolicy(key: string, got: unknown): PolicyDocument | undefined {
  if (got === undefined || got === '') return undefined;
  const allowed = 'the path of a policy document in JSON';
  if (typeof got !== 'string') throw new DeploymentSettingError(key, got, allowed);
  const read = readDocumentFile(got, policyFileSchema, 'policy');
  if ('problem' in read) throw new DeploymentSettingError(key, got, `${allowed}, but ${read.problem}`);
  return read.document;
}

function readProducers(got: unknown): DeployedProducers {
  const read = readProducersSetting(got);
  if ('problem' in read) throw new DeploymentSettingError('producers', got, read.problem);
  return read.producers;
}

function readRedriver(got: unknown): string | undefined {
  if (got === undefined || got === '') return undefined;
  // Without wildcards: it opens a way past the bus's policy.
  if (typeof got === 'string' && /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/.test(got))
    return got;
  throw new DeploymentSettingError('redriver', got, 'the ARN of one role');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The caller reports the key, the value and what is allowed, which is more than the parser knows.
    return undefined;
  }
}
