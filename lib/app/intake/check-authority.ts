import type { InboundEvent } from '../../contracts/inbound-events.ts';
import type { Problem } from '../../contracts/parse-event.ts';
import { toTrailScan } from '../../contracts/scan-recorded.ts';
import { registerOf } from '../../domain/policy/policy.ts';
import { type Unauthorized, whyNotRequest, whyNotScan } from '../../domain/producers/authority.ts';
import { REQUEST_TYPE, SCAN_TYPE } from '../../domain/producers/promises.ts';
import { classThrough, type Producer, producerIn, speaksOfSite } from '../../domain/producers/register.ts';
import { canonicalId } from '../../domain/shared/ids.ts';
import type { GateDeps, Uses } from '../gate-deps.ts';

/** What checking who may say an event needs. */
export type AuthorityDeps = Pick<GateDeps, 'policy' | 'accounts'>;

/** Returns what an event says that its producer may not say, by the present register. Nothing in open mode. */
export function authorityProblems(
  { policy, accounts }: AuthorityDeps,
  event: InboundEvent,
): readonly Problem[] {
  const register = registerOf(policy.policy);
  if (register === undefined) return [];
  const { source, type, account } = event;
  const producer = producerIn(register, source);
  if (producer === undefined) {
    return [{ path: 'source', message: `"${source}" is not in the producers register` }];
  }
  if (accounts !== undefined && !isFrom(account, source, accounts)) {
    const message = `account ${account ?? '(unknown)'} may not send as "${source}"`;
    return [{ path: 'source', message }];
  }
  if (!producer.types.includes(type)) {
    const message = `"${source}" may not send this type; allowed: ${producer.types.join(', ')}`;
    return [{ path: 'type', message }];
  }
  return problemsOf(producer, event);
}

function isFrom(
  account: string | undefined,
  source: string,
  accounts: NonNullable<AuthorityDeps['accounts']>,
): boolean {
  const allowed = Object.hasOwn(accounts, source) ? accounts[source] : undefined;
  return account !== undefined && allowed?.includes(account) === true;
}

function problemsOf(producer: Producer, event: InboundEvent): readonly Problem[] {
  switch (event.type) {
    case 'refundgate.refund.requested.v1':
      return problemOf(producer, whyNotRequest(producer, event.data), REQUEST_PATHS);
    case 'refundgate.scan.recorded.v1': {
      const { trailIds, ...one } = toTrailScan(event.data, { key: event.key, id: event.id });
      const wrong = trailIds.map((trailId) => whyNotScan(producer, { ...one, trailId }));
      return problemOf(
        producer,
        wrong.find((why) => why !== undefined),
        SCAN_PATHS,
      );
    }
    case 'refundgate.employee.updated.v1':
      return speaksOfSite(producer, event.data.siteId) ? [] : problemOf(producer, 'site', REQUEST_PATHS);
    default:
      return [];
  }
}

type Paths = Readonly<Partial<Record<Unauthorized, string>>>;

const REQUEST_PATHS: Paths = { claim: 'data.claim', site: 'data.siteId' };

const SCAN_PATHS: Paths = {
  attestor: 'data.refundgate:attestor',
  leg: 'data.bizTransactionList',
  site: 'data.bizLocation',
  evidence: 'data.bizStep',
};

function problemOf(producer: Producer, wrong: Unauthorized | undefined, paths: Paths): readonly Problem[] {
  if (wrong === undefined) return [];
  const message = `"${producer.source}" may not say this: ${allowedOf(producer, wrong)}`;
  return [{ path: paths[wrong] ?? 'data', message }];
}

function allowedOf(producer: Producer, wrong: Unauthorized): string {
  switch (wrong) {
    case 'attestor':
      return `allowed attestors: ${JSON.stringify(producer.attestors ?? {})}`;
    case 'leg':
      return `allowed legs: ${producer.legs?.join(', ') ?? 'all'}`;
    case 'site':
      return `allowed sites: ${producer.sites?.join(', ') ?? 'all'}`;
    case 'evidence':
      return `allowed evidence: ${producer.evidence?.join(', ') ?? 'none'}`;
    case 'claim':
      return `allowed claims: ${producer.claims?.join(', ') ?? 'all'}`;
  }
}

/** Returns true if the register lets a producer say things, but not ask for refunds: it gains nothing by what it says of subjects. */
export function neverAsksForRefunds(
  { policy }: Pick<AuthorityDeps, 'policy'>,
  { source }: InboundEvent,
): boolean {
  const register = registerOf(policy.policy);
  const producer = register && producerIn(register, source);
  if (register === undefined || producer === undefined) return false;
  const asks = register.producers.filter(({ types }) => types.includes(REQUEST_TYPE));
  return !asks.some(({ group }) => group === producer.group);
}

/** Returns an event as the register reads it: who vouches for a scan has the class that the register gives it. */
export function asDeclared({ policy }: Pick<AuthorityDeps, 'policy'>, event: InboundEvent): InboundEvent {
  const register = registerOf(policy.policy);
  const producer = register && producerIn(register, event.source);
  if (event.type !== SCAN_TYPE || producer === undefined) return event;
  const said = event.data['refundgate:attestor'];
  if (said === undefined) return event;
  const of = classThrough(producer, { ...said, id: canonicalId(said.id) });
  return of === said.class
    ? event
    : { ...event, data: { ...event.data, 'refundgate:attestor': { ...said, class: of } } };
}

/**
 * Returns a problem if an event is about an employee who is on record at a site that its producer does not speak of: a directory of
 * one site suspends nobody at another.
 */
export async function ofAnotherSite(
  { policy, store }: Pick<AuthorityDeps, 'policy'> & Uses<never, 'profile'>,
  { source, data }: EventOf<'refundgate.employee.updated.v1'>,
): Promise<readonly Problem[]> {
  const register = registerOf(policy.policy);
  const producer = register && producerIn(register, source);
  if (producer?.sites === undefined) return [];
  const { employee } = await store.profile({ kind: 'employee', id: data.employeeId }, 'strong');
  if (employee === undefined || speaksOfSite(producer, employee.siteId)) return [];
  const message = `"${source}" may not say this of an employee of another site; ${allowedOf(producer, 'site')}`;
  return [{ path: 'data.employeeId', message }];
}

type EventOf<Type extends InboundEvent['type']> = Extract<InboundEvent, { type: Type }>;
