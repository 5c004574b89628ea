import { WHAT_HELPS, WHY_NONE_COUNTS } from '../../domain/checks/what-helps.ts';
import { askFor } from '../../domain/evidence/evidence-words.ts';
import type { EvidenceKind } from '../../domain/evidence/fact.ts';
import type { Refund } from '../../domain/refund/refund.ts';
import {
  effectOf,
  namedIn,
  nextStepOf,
  type Reason,
  type ReasonCode,
  type StepNames,
} from '../../domain/shared/reasons.ts';
import { statedReasons } from '../refund/outcome-event.ts';
import { missingKinds } from './missing-evidence.ts';

/** The most steps that are named: a longer list is not read. */
const MAX_STEPS = 5;

/** The order in which reasons are dealt with: what no scan can answer comes first. */
const ORDER = ['escalate', 'hold', 'record', 'support', 'weigh'];

/** The reasons that another scan answers. The missing scans say what to ask for; their own step says less. */
const ANSWERED_BY_SCANS: ReadonlySet<ReasonCode> = new Set([
  'E01_NO_INDEPENDENT_SCAN',
  'E02_CONTENT_NOT_VOUCHED',
  'E03_TOO_FEW_ATTESTORS',
  'E13_ONE_SOURCE',
  'H01_WAIT_OVER',
]);

/** What vouches for the contents, the best first. */
const CONTENT: readonly EvidenceKind[] = ['serial_match', 'condition_pass'];

/**
 * Returns what an analyst does next about a refund that waits, the most useful first.
 * @param names - the site as it is shown; without it, a step says only "the site".
 */
export function nextSteps(refund: Refund, { siteId }: Pick<StepNames, 'siteId'>): readonly string[] {
  const { decision, status } = refund;
  if (decision === null || (status !== 'held' && status !== 'escalated')) return [];
  const reasons = statedReasons(refund, decision).toSorted((a, b) => rankOf(a) - rankOf(b));
  const asks = scansToAskFor(refund, reasons);
  const stepsOf = (some: readonly Reason[]): readonly string[] =>
    some.flatMap((reason) => nextStepOf(reason.code, { siteId, refundIds: refundsIn(reason) }) ?? []);
  const atOnce = reasons.filter((reason) => effectOf(reason) === 'escalate');
  const others = reasons.filter(
    (one) => !atOnce.includes(one) && !(asks.length > 0 && ANSWERED_BY_SCANS.has(one.code)),
  );
  const steps = [...stepsOf(atOnce), ...asks.map((step) => namedIn(step, { siteId })), ...stepsOf(others)];
  return [...new Set(steps)].slice(0, MAX_STEPS);
}

/** Returns the ids of the other refunds that a reason names. */
export function refundsIn({ code, facts }: Reason): readonly string[] {
  const { by } = facts;
  return code === 'V04_UNIT_ALREADY_CLAIMED' && Array.isArray(by) ? by.map(String) : [];
}

function rankOf(reason: Reason): number {
  return ORDER.indexOf(effectOf(reason));
}

/** What people at the site scan. It does not count while anybody there may be the marker. */
const BY_PEOPLE: ReadonlySet<EvidenceKind> = new Set(['serial_match', 'condition_pass', 'put_away']);

function isMarkerNamed({ request, decision }: Refund): boolean {
  const witnesses = decision?.witnesses ?? [];
  return request.markedBy !== undefined || witnesses.some(({ kinds }) => kinds.includes('intake_mark'));
}

/** Returns why no scan counts, if something else helps then, and the one or two missing scans that would say most. */
function scansToAskFor(refund: Refund, reasons: readonly Reason[]): readonly string[] {
  if (!reasons.some(({ code }) => ANSWERED_BY_SCANS.has(code))) return [];
  const why = WHY_NONE_COUNTS.filter((one) => reasons.some(({ facts }) => facts['because'] === one));
  const missing = missingKinds(refund);
  const doubted = reasons.some(({ code }) => code === 'E02_CONTENT_NOT_VOUCHED') ? CONTENT : [];
  const kinds = [...missing.filter((kind) => kind === 'put_away'), ...doubted, ...missing];
  const isKnown = isMarkerNamed(refund) && !why.includes('marker_unknown');
  const helping = isKnown ? kinds : kinds.filter((kind) => !BY_PEOPLE.has(kind));
  const scans = new Set(helping.flatMap((kind) => askFor(kind) ?? []));
  const helps = [...(isKnown ? [] : [WHAT_HELPS.marker_unknown]), ...why.map((one) => WHAT_HELPS[one])];
  return [...helps.filter((step) => step !== null), ...[...scans].slice(0, 2)];
}
