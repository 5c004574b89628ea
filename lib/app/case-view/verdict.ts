import { askFor } from '../../domain/evidence/evidence-words.ts';
import { type EvidenceKind, isContradiction } from '../../domain/evidence/fact.ts';
import type { Decision, Refund } from '../../domain/refund/refund.ts';
import type { RefundRequest } from '../../domain/refund/refund-request.ts';
import { falseShareSentence } from '../../domain/shared/frequency.ts';
import {
  effectOf,
  nextStepOf,
  type Reason,
  type ReasonCode,
  siteWords,
} from '../../domain/shared/reasons.ts';
import { statedReasons } from '../refund/outcome-event.ts';
import { type Judged, missingKinds } from './weighings.ts';

/** Returns how likely a claim is false, and who has seen the goods, as one or two sentences. */
export function verdictOf({ request, decision }: Pick<Refund, 'request' | 'decision'>): readonly string[] {
  if (decision === null) return ['This claim has not been judged yet.'];
  const seen = seenSentence(request, decision);
  const { scores } = decision;
  if (scores === null) {
    return [
      'How likely this claim is false is not known: a check is missing, or a rate for its currency.',
      seen,
    ];
  }
  return [falseShareSentence(scores.fraudProbability, 'claims like this'), seen];
}

/** Returns who has seen the goods, as a sentence. */
export function seenSentence(request: RefundRequest, decision: Decision): string {
  const isDelivered = decision.witnesses.some(({ kinds }) => kinds.includes('outbound_delivered'));
  switch (request.claim) {
    case 'returned':
      return seenReturn(request, decision);
    case 'not_received':
      return isDelivered
        ? 'The carrier recorded that it delivered the goods.'
        : 'No delivery of the goods is on record.';
    case 'damaged':
      return 'Only the customer says that the goods are damaged.';
    case 'returnless':
      return 'No goods come back for this claim, so no scan can support it.';
  }
}

function seenReturn({ markedBy }: RefundRequest, { witnesses, collusion }: Decision): string {
  const isMarker = ({ attestor, kinds }: Decision['witnesses'][number]): boolean =>
    attestor === markedBy || kinds.includes('intake_mark');
  const others = witnesses.filter((one) => !isMarker(one));
  const isMarked = others.length < witnesses.length || markedBy !== undefined;
  if (others.some(({ kinds }) => kinds.some(isContradiction))) return 'A scan contradicts the return.';
  if (others.some(({ independent }) => independent)) return independentSentence(collusion);
  if (others.length === 0) {
    return isMarked
      ? 'Nobody but the person who marked it has seen the goods.'
      : 'No scan shows that anybody has seen the goods.';
  }
  if (others.every((one) => one.class === 'carrier')) {
    return isMarked
      ? 'Only the carrier and the person who marked it have seen the parcel.'
      : 'Only the carrier has seen the parcel.';
  }
  return 'Others have scanned it, but no scan counts as the word of an independent person or device.';
}

function independentSentence({ observed, required }: Decision['collusion']): string {
  const seen = `${observed === 1 ? 'One independent person or device has' : `${observed} independent people or devices have`} scanned it`;
  return observed < required ? `${seen}, and its value demands ${required}.` : `${seen}.`;
}

/** The reasons that another scan answers. */
const ANSWERED_BY_SCANS: ReadonlySet<ReasonCode> = new Set([
  'E01_NO_INDEPENDENT_SCAN',
  'E02_CONTENT_NOT_VOUCHED',
  'E03_TOO_FEW_ATTESTORS',
  'E13_ONE_SOURCE',
  'L01_EXPECTED_LOSS',
]);

/** The scans that each reason asks for. What vouches for the contents comes first where they are in doubt. */
const CONTENT: readonly EvidenceKind[] = ['serial_match', 'condition_pass'];

/** The most steps that are named: a longer list is not read. */
const MAX_STEPS = 5;

/** Returns what an analyst does next, the most useful first. */
export function nextSteps(judged: Judged): readonly string[] {
  const { refund } = judged;
  const { request, decision, status } = refund;
  if (decision === null || (status !== 'held' && status !== 'escalated')) return [];
  const reasons = statedReasons(refund, decision).toSorted((a, b) => rankOf(a) - rankOf(b));
  const steps = reasons.flatMap(({ code }) => nextStepOf(code, request.siteId) ?? []);
  return [...new Set([...scansToAskFor(judged, reasons), ...steps])].slice(0, MAX_STEPS);
}

function rankOf(reason: Reason): number {
  return ['escalate', 'hold', 'record', 'support', 'weigh'].indexOf(effectOf(reason));
}

/** Returns the one or two missing scans that would say most, as steps. */
function scansToAskFor(judged: Judged, reasons: readonly Reason[]): readonly string[] {
  const { request } = judged.refund;
  if (!reasons.some(({ code }) => ANSWERED_BY_SCANS.has(code))) return [];
  const missing = missingKinds(judged);
  const doubted = reasons.some(({ code }) => code === 'E02_CONTENT_NOT_VOUCHED') ? CONTENT : [];
  const kinds = [...missing.filter((kind) => kind === 'put_away'), ...doubted, ...missing];
  return [...new Set(kinds.flatMap((kind) => askFor(kind) ?? []))]
    .slice(0, 2)
    .map((step) => step.replaceAll('{site}', siteWords(request.siteId)));
}
