import type { ArrivalCurve, AwaitedKind, Likelihood, ReturnEvidence } from '../policy/model-parameters.ts';
import { baseValueOf, type Policy } from '../policy/policy.ts';
import type { RefundRequest } from '../refund/refund-request.ts';
import { HOUR_MS } from '../shared/calendar.ts';
import { arrivedShare } from './arrival-curve.ts';
import { commonCauses } from './common-causes.ts';
import type { Fact } from './fact.ts';
import type { EvidenceAge, EvidenceItem, EvidenceToWeigh, WeighedEvidence } from './likelihood.ts';
import { serialsCovered } from './serial-evidence.ts';
import { weighDelivery, weighPhoto, weighSeenPhoto } from './weigh-claim.ts';

/**
 * Returns what every piece of evidence, there or missing, is worth for a refund. Source: the model's section 1.
 * The pieces are taken as independent given the hypothesis, so their likelihoods multiply.
 */
export function weighEvidence(
  evidence: EvidenceToWeigh,
  age: EvidenceAge,
  policy: Policy,
): readonly WeighedEvidence[] {
  switch (evidence.request.claim) {
    case 'returned':
      return [...weighReturn(evidence, age, policy), ...weighSeenPhoto(evidence, policy)];
    case 'not_received':
      return [...weighDelivery(evidence, policy), ...weighSeenPhoto(evidence, policy)];
    case 'damaged':
      return [weighPhoto(evidence, policy)];
    case 'returnless':
      return weighSeenPhoto(evidence, policy);
  }
}

function weighReturn(
  { request, facts }: EvidenceToWeigh,
  age: EvidenceAge,
  policy: Policy,
): readonly WeighedEvidence[] {
  const table = policy.likelihoods.returned;
  const onTheWay = { since: age.since, curves: policy.arrivals[request.trigger] };
  const atSite = waitAtSite({ request, facts }, onTheWay, policy);
  const standing = standingKinds(facts);
  const weighed: WeighedEvidence[] = [];
  const present = (item: ReturnEvidence): void => {
    weighed.push({ item, present: true, likelihood: table[item] });
  };
  const shareBy = ({ since, curves }: Wait, kind: AwaitedKind): number =>
    arrivedShare(curves[kind], hoursSince(since, age));
  const single = (item: ReturnEvidence & AwaitedKind, wait: Wait, likelihood = table[item]): void => {
    if (standing.has(item)) weighed.push({ item, present: true, likelihood });
    else weighed.push(missing(item, likelihood, shareBy(wait, item)));
  };
  // The carrier's first scan asked for an instant refund, whatever was in the parcel: it says nothing there.
  const isAttested = request.trigger === 'attested';
  if (isAttested) single('carrier_accept', onTheWay);
  const isAccepted = !isAttested || standing.has('carrier_accept');
  const ifDelivered = isAccepted ? policy.likelihoods.deliveredIfAccepted : table.carrier_delivered;
  single('carrier_delivered', onTheWay, ifDelivered);
  single('dock', atSite);

  const dockedAt = facts.find((fact) => fact.kind === 'dock' && fact.independent)?.at;
  if (standing.has('weight_mismatch')) present('weight_mismatch');
  else if (standing.has('weight_match')) present('weight_match');
  else if (dockedAt !== undefined) {
    const either = eitherOf(table.weight_match, table.weight_mismatch);
    const sinceDock = { ...onTheWay, since: later(age.since, dockedAt) };
    weighed.push(missing('weight', either, shareBy(sinceDock, 'weight')));
  }
  if (standing.has('serial_mismatch')) present('serial_mismatch');
  else if (serialsCovered(request, facts)) present('serial_match');
  else if (expectsSerial(request, standing, policy)) {
    const either = eitherOf(table.serial_match, table.serial_mismatch);
    // What is on the shelf has been past the bench: nobody opens it any more.
    const share = standing.has('put_away') ? 1 : shareBy(atSite, 'serial');
    weighed.push(missing('serial', either, share));
  }
  if (standing.has('condition_fail')) present('condition_fail');
  else if (standing.has('condition_pass')) present('condition_pass');
  // Not on the marker's word: he could fail the decoy he marked, and have it shelved as damaged goods.
  const isFailed = facts.some(({ failedByAnother }) => failedByAnother);
  const ifShelved = isFailed ? policy.likelihoods.putAwayIfFailed : table.put_away;
  single('put_away', atSite, ifShelved);
  if (standing.has('seen_again')) present('seen_again');
  return [...weighed, ...commonCauses(weighed, request.trigger, policy.likelihoods.commonCauses)];
}

/** From when on, and how soon, scans are waited for. */
interface Wait {
  readonly since: Date;
  readonly curves: Readonly<Record<AwaitedKind, ArrivalCurve>>;
}

/** What the carrier has delivered should be there as what somebody says is there; until then a parcel is on its way. */
function waitAtSite(
  { request, facts }: Pick<EvidenceToWeigh, 'request' | 'facts'>,
  onTheWay: Wait,
  policy: Policy,
): Wait {
  const deliveredAt = facts.find(({ kind }) => kind === 'carrier_delivered')?.at;
  if (request.trigger === 'attested' || deliveredAt === undefined) return onTheWay;
  return { since: later(onTheWay.since, deliveredAt), curves: policy.arrivals.attested };
}

/**
 * A serial scan is to be expected of dear goods: always where the order lists their serial numbers, and else
 * unless somebody has opened the parcel and judged the goods, other than a marker who passed them.
 */
function expectsSerial(request: RefundRequest, standing: ReadonlySet<string>, policy: Policy): boolean {
  if ((baseValueOf(policy, request.amount) ?? 0) < policy.content.fromMinor) return false;
  const isListed = request.lines.some(({ serials = [] }) => serials.length > 0);
  return isListed || !(standing.has('condition_pass') || standing.has('condition_fail'));
}

/** The kinds that count: a dock scan, a put-away or a pass only where it is independent. */
function standingKinds(facts: readonly Fact[]): ReadonlySet<string> {
  const standing = new Set<string>();
  for (const { kind, independent } of facts) {
    const needsAnother = kind === 'dock' || kind === 'put_away' || kind === 'condition_pass';
    if (!needsAnother || independent) standing.add(kind);
  }
  return standing;
}

function hoursSince(since: Date, { at }: EvidenceAge): number {
  return at === 'settled'
    ? Number.POSITIVE_INFINITY
    : Math.max(0, (at.getTime() - since.getTime()) / HOUR_MS);
}

function later(since: Date, at: string): Date {
  const then = new Date(at);
  return then > since ? then : since;
}

/** One of two results of one scan: how likely it is that the scan is there at all. */
function eitherOf(a: Likelihood, b: Likelihood): Likelihood {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}

function missing(item: EvidenceItem, [goods, nothing, decoy]: Likelihood, share: number): WeighedEvidence {
  const likelihood = [1 - goods * share, 1 - nothing * share, 1 - decoy * share] as const;
  return { item, present: false, likelihood };
}
