import type { ArrivalCurve, AwaitedKind, Likelihood, ReturnEvidence } from '../policy/model-parameters.ts';
import { baseValueOf, type Policy, registerOf } from '../policy/policy.ts';
import { expectationOf } from '../producers/expectation.ts';
import type { RefundRequest } from '../refund/refund-request.ts';
import { arrivedShare } from './arrival-curve.ts';
import { commonCauses } from './common-causes.ts';
import type { Fact } from './fact.ts';
import {
  type EvidenceAge,
  type EvidenceItem,
  type EvidenceToWeigh,
  hoursSince,
  type WeighedEvidence,
} from './likelihood.ts';
import { serialsCovered } from './serial-evidence.ts';
import { weighDelivery, weighPhoto, weighSeenPhoto } from './weigh-claim.ts';

/**
 * Returns what every piece of evidence, there or missing, is worth for a refund. The pieces are taken as independent
 * given the hypothesis, so their likelihoods multiply. Source: docs/MODEL.md, "Three hypotheses".
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
      return [...weighDelivery(evidence, age, policy), ...weighSeenPhoto(evidence, policy)];
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
  const { expects, delayHours } = expectationOf(registerOf(policy), request);
  const weighed: WeighedEvidence[] = [];
  const present = (item: ReturnEvidence): void => {
    weighed.push({ item, present: true, likelihood: table[item] });
  };
  const shareBy = ({ since, curves }: Wait, kind: AwaitedKind): number =>
    arrivedShare(curves[kind], Math.max(0, hoursSince(since, age) - delayHours(kind)));
  const single = (item: ReturnEvidence & AwaitedKind, wait: Wait, likelihood = table[item]): void => {
    if (standing.has(item)) weighed.push({ item, present: true, likelihood });
    else if (expects(item)) weighed.push(missing(item, likelihood, shareBy(wait, item)));
  };
  // The carrier's first scan triggers an instant refund, whatever is in the parcel: it is no evidence there.
  const isAttested = request.trigger === 'attested';
  if (isAttested) single('carrier_accept', onTheWay);
  const isAccepted = !isAttested || standing.has('carrier_accept');
  const ifDelivered = isAccepted ? policy.likelihoods.deliveredIfAccepted : table.carrier_delivered;
  single('carrier_delivered', onTheWay, ifDelivered);
  single('dock', atSite);

  const dockedAt = facts.find((fact) => fact.kind === 'dock' && fact.independent)?.at;
  if (standing.has('weight_mismatch')) present('weight_mismatch');
  else if (standing.has('weight_match')) present('weight_match');
  else if (dockedAt !== undefined && expects('weight')) {
    const either = eitherOf(table.weight_match, table.weight_mismatch);
    const sinceDock = { ...onTheWay, since: later(age.since, dockedAt) };
    weighed.push(missing('weight', either, shareBy(sinceDock, 'weight')));
  }
  if (standing.has('serial_mismatch')) present('serial_mismatch');
  else if (serialsCovered(request, facts)) present('serial_match');
  else if (expects('serial') && expectsSerial(request, standing, policy)) {
    const either = eitherOf(table.serial_match, table.serial_mismatch);
    // Goods on the shelf have passed the bench: nobody opens the parcel any more.
    const share = standing.has('put_away') ? 1 : shareBy(atSite, 'serial');
    weighed.push(missing('serial', either, share));
  }
  if (standing.has('condition_fail')) present('condition_fail');
  else if (standing.has('condition_pass')) present('condition_pass');
  // The marker's own word does not count: they could fail the decoy they marked, and have it shelved as damaged goods.
  const isFailed = facts.some(({ kind, byAnother }) => kind === 'condition_fail' && byAnother);
  const ifShelved = isFailed ? policy.likelihoods.putAwayIfFailed : table.put_away;
  single('put_away', atSite, ifShelved);
  if (standing.has('seen_again')) present('seen_again');
  return [...weighed, ...commonCauses(weighed, request.trigger, policy.likelihoods.commonCauses)];
}

/** From when on scans are expected, and how soon they come. */
interface Wait {
  readonly since: Date;
  readonly curves: Readonly<Record<AwaitedKind, ArrivalCurve>>;
}

/**
 * Returns from when on scans at the site are expected. A parcel that the carrier delivered counts like one that an
 * employee says is there. Until then it is on its way.
 */
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
 * Returns true if a serial scan is expected: for expensive goods, always if the order lists serial numbers. If it
 * lists none, until somebody has opened the parcel and judged the goods; a pass by the marker does not count.
 */
function expectsSerial(request: RefundRequest, standing: ReadonlySet<string>, policy: Policy): boolean {
  if ((baseValueOf(policy, request.amount) ?? 0) < policy.content.fromMinor) return false;
  const isListed = request.lines.some(({ serials = [] }) => serials.length > 0);
  return isListed || !(standing.has('condition_pass') || standing.has('condition_fail'));
}

/** Returns the kinds that count: a dock scan, a put-away or a pass only if it is independent. */
function standingKinds(facts: readonly Fact[]): ReadonlySet<string> {
  const standing = new Set<string>();
  for (const { kind, independent } of facts) {
    const needsAnother = kind === 'dock' || kind === 'put_away' || kind === 'condition_pass';
    if (!needsAnother || independent) standing.add(kind);
  }
  return standing;
}

function later(since: Date, at: string): Date {
  const then = new Date(at);
  return then > since ? then : since;
}

/** Returns how likely it is that a scan is there at all, whichever of its two results it has. */
function eitherOf(a: Likelihood, b: Likelihood): Likelihood {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}

function missing(item: EvidenceItem, [goods, nothing, decoy]: Likelihood, share: number): WeighedEvidence {
  const likelihood = [1 - goods * share, 1 - nothing * share, 1 - decoy * share] as const;
  return { item, present: false, likelihood };
}
