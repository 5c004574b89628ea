import { isContradiction } from '../../domain/evidence/fact.ts';
import type { Decision, Refund } from '../../domain/refund/refund.ts';
import type { RefundRequest } from '../../domain/refund/refund-request.ts';
import { falseShareSentence } from '../../domain/shared/frequency.ts';
import { effectOf, REASONS, type ReasonCode } from '../../domain/shared/reasons.ts';

/**
 * Returns how likely a claim is false, who has seen the goods, and the first reason for which a person has to decide whatever
 * the probability, as sentences.
 */
export function verdictOf({ request, decision }: Pick<Refund, 'request' | 'decision'>): readonly string[] {
  if (decision === null) return ['This claim has not been judged yet.'];
  const { scores, reasons } = decision;
  const likely =
    scores === null
      ? 'How likely this claim is false is not known: a check is missing, or a rate for its currency.'
      : falseShareSentence(scores.fraudProbability, 'claims like this');
  const objection = reasons.find((reason) => effectOf(reason) === 'escalate');
  const objected = objection === undefined ? [] : [REASONS[objection.code].message];
  return [likely, seenSentence(request, decision), ...objected];
}

/** Returns who has seen the goods, as a sentence. */
function seenSentence(request: RefundRequest, decision: Decision): string {
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

/** The reasons that say that there are scans which do not count: nobody may say then that nobody else has seen it. */
const NONE_COUNTS: ReadonlySet<ReasonCode> = new Set([
  'E09_CONTRADICTION_VOIDED',
  'E12_SCANS_DO_NOT_COUNT',
  'E15_NOT_BELIEVED',
]);

function seenReturn({ markedBy }: RefundRequest, { witnesses, collusion, reasons }: Decision): string {
  const isMarker = ({ attestor, kinds }: Decision['witnesses'][number]): boolean =>
    attestor === markedBy || kinds.includes('intake_mark');
  const others = witnesses.filter((one) => !isMarker(one));
  const isMarked = others.length < witnesses.length || markedBy !== undefined;
  if (others.some(({ kinds }) => kinds.some(isContradiction))) return 'A scan contradicts the return.';
  if (others.some(({ independent }) => independent)) return independentSentence(collusion);
  if (others.length === 0 && reasons.some(({ code }) => NONE_COUNTS.has(code))) {
    return 'Others have scanned it, but none of their scans counts.';
  }
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
