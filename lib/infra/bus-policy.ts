import type { DeployedProducers } from '../contracts/deployed-producers.ts';
import { GATE_SOURCE } from '../contracts/names.ts';
import { accountsOf, type DeclaredProducer } from '../contracts/register-document.ts';

/** The most characters that the resource policy of a bus may have. Source: the quotas of Amazon EventBridge. */
export const MAX_BUS_POLICY_CHARACTERS = 10_240;

/** One statement of the bus's policy. */
interface BusStatement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal: '*' | { readonly AWS: readonly string[] };
  readonly Action: 'events:PutEvents';
  readonly Resource: string;
  readonly Condition: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** The resource policy of the bus, as JSON. */
export interface BusPolicy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly BusStatement[];
}

/** What the policy of the bus is made from. The ARNs may be tokens. */
export interface BusPolicyProps {
  readonly producers: DeployedProducers;
  readonly partition: string;
  /** The bus's own account. */
  readonly account: string;
  readonly busArn: string;
  /** The roles of the steps that publish. */
  readonly publishers: readonly string[];
}

/** What all statements have: who, what and on which bus. */
type Put = Pick<BusStatement, 'Principal' | 'Action' | 'Resource'>;

/**
 * Returns the policy of who may put which events on the bus. It is one document, so that no deployment leaves a moment in
 * which an Allow is there and its Deny is not.
 *
 * Within one account an Allow restricts nobody, so Denies say who may speak as a source. Roles are in conditions: as a
 * `Principal` a role would be bound to its id, and deploying it again would take its right away.
 */
export function busPolicy(props: BusPolicyProps): BusPolicy {
  const { producers, busArn, publishers } = props;
  const put: Put = { Principal: '*', Action: 'events:PutEvents', Resource: busArn };
  const declared = typeof producers === 'string' ? [] : producers.producers;
  return {
    Version: '2012-10-17',
    Statement: [
      onlyTheGate(put, publishers),
      ...(declared.length === 0 ? [] : [noOthers(put, declared)]),
      ...ownSources(put, declared),
      ...otherAccounts(put, declared, props),
    ],
  };
}

/** Only these roles may speak as the gate, not even administrators: a forged approval would be paid. */
function onlyTheGate(put: Put, publishers: readonly string[]): BusStatement {
  return {
    Sid: 'OnlyTheGateSpeaksAsTheGate',
    Effect: 'Deny',
    ...put,
    Condition: {
      'ForAnyValue:StringEquals': { 'events:source': GATE_SOURCE },
      ArnNotEquals: { 'aws:PrincipalArn': publishers },
    },
  };
}

/** Nobody may speak as a source that the register does not declare. */
function noOthers(put: Put, producers: readonly DeclaredProducer[]): BusStatement {
  const sources = [...producers.map(({ source }) => source), GATE_SOURCE];
  return {
    Sid: 'NoUndeclaredSource',
    Effect: 'Deny',
    ...put,
    Condition: { 'ForAnyValue:StringNotEquals': { 'events:source': sources } },
  };
}

/**
 * Only its accounts and roles may speak as a source: one Deny for all sources of the same accounts and roles. Conditions of
 * a statement are ANDed, and a condition with "Not" also holds for a caller that has no ARN or account.
 */
function ownSources(put: Put, producers: readonly DeclaredProducer[]): readonly BusStatement[] {
  const sets = groupBy(producers, ({ accounts = [], roles = [] }) => [distinct(accounts), distinct(roles)]);
  return sets.map(([[accounts = [], roles = []], members], at) => ({
    Sid: `S${at + 1}`,
    Effect: 'Deny',
    ...put,
    Condition: {
      'ForAnyValue:StringEquals': { 'events:source': oneOrAll(members.map(({ source }) => source)) },
      ...(roles.length === 0 ? {} : { ArnNotEquals: { 'aws:PrincipalArn': oneOrAll(roles) } }),
      ...(accounts.length === 0 ? {} : { StringNotEquals: { 'aws:PrincipalAccount': oneOrAll(accounts) } }),
    },
  }));
}

/**
 * Lets other accounts in: one Allow for all sources of the same types of event. Where the account of the bus is not known
 * yet, it may be among them, which changes nothing there: its own IAM still has to allow it.
 */
function otherAccounts(
  put: Put,
  producers: readonly DeclaredProducer[],
  { partition, account: own }: Pick<BusPolicyProps, 'partition' | 'account'>,
): readonly BusStatement[] {
  const accounts = accountsOf({ producers: [...producers] });
  const sets = groupBy(producers, ({ types }) => [distinct(types)]);
  return sets.flatMap(([[types = []], members], at) => {
    const others = distinct(members.flatMap(({ source }) => accounts[source] ?? [])).filter(
      (account) => account !== own,
    );
    if (others.length === 0) return [];
    const sources = members.map(({ source }) => source);
    return {
      Sid: `T${at + 1}`,
      Effect: 'Allow',
      ...put,
      Principal: { AWS: others.map((account) => `arn:${partition}:iam::${account}:root`) },
      Condition: {
        StringEquals: { 'events:source': oneOrAll(sources), 'events:detail-type': oneOrAll(types) },
      },
    };
  });
}

/** Returns the producers that have the same lists, with these lists, in the order of the register. */
function groupBy(
  producers: readonly DeclaredProducer[],
  listsOf: (producer: DeclaredProducer) => readonly (readonly string[])[],
): readonly (readonly [lists: readonly (readonly string[])[], members: readonly DeclaredProducer[]])[] {
  const groups = Map.groupBy(producers, (producer) => JSON.stringify(listsOf(producer)));
  return [...groups.values()].flatMap((members) => {
    const [first] = members;
    return first === undefined ? [] : [[listsOf(first), members] as const];
  });
}

function distinct(list: readonly string[]): readonly string[] {
  return [...new Set(list)].toSorted();
}

/** Returns a list of one as IAM also takes it: two characters less. */
function oneOrAll(list: readonly string[]): string | readonly string[] {
  const [first] = list;
  return list.length === 1 && first !== undefined ? first : list;
}

/** Thrown when the policy of the bus would be longer than AWS takes. */
export class BusPolicyTooLongError extends Error {
  override readonly name = 'BusPolicyTooLongError';
  readonly characters: number;

  constructor(characters: number, producers: number) {
    super(
      `With ${producers} producers the policy of the bus has ${characters} characters, and AWS takes ${MAX_BUS_POLICY_CHARACTERS}. ` +
        'Let several sources send under one role, or through one account: sources with the same accounts and roles share a statement.',
    );
    this.characters = characters;
  }
}

/** The parts of ARNs that only AWS knows, as long as they can be. In China and on GovCloud each ARN is longer by 3 or 7. */
const LONGEST = {
  partition: 'aws',
  region: 'ap-southeast-1',
  account: '0'.repeat(12),
  role: 'r'.repeat(64),
};

/**
 * Returns how many characters the policy has at most once AWS has put in its region, account and roles.
 * @throws BusPolicyTooLongError when AWS would not take it.
 */
export function measureBusPolicy(
  { producers, account, publishers }: Pick<BusPolicyProps, 'producers' | 'account' | 'publishers'>,
  busName: string,
): number {
  const { partition, region, role } = LONGEST;
  const policy = busPolicy({
    producers,
    partition,
    account,
    busArn: `arn:${partition}:events:${region}:${LONGEST.account}:event-bus/${busName}`,
    publishers: publishers.map(() => `arn:${partition}:iam::${LONGEST.account}:role/${role}`),
  });
  const characters = JSON.stringify(policy).length;
  if (characters <= MAX_BUS_POLICY_CHARACTERS) return characters;
  throw new BusPolicyTooLongError(characters, typeof producers === 'string' ? 0 : producers.producers.length);
}
