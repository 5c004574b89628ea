import { type EvidenceContext, outboundFacts, returnFacts } from './evidence.ts';
import type { EvidenceKind } from './fact.ts';
import { type Attestor, type Scan, UNNAMED_ATTESTOR } from './scan.ts';

/** A refund for which any weight and any serial number is evidence. */
const ANY_REFUND: EvidenceContext = {
  request: {
    refundId: '',
    orderId: '',
    customerId: '',
    country: '',
    claim: 'returned',
    amount: { currency: 'EUR', minor: 1 },
    captured: { currency: 'EUR', minor: 1 },
    lines: [
      { lineId: '1', sku: '', quantity: 1, shippedQuantity: 1, serials: ['any'], shippedWeightGrams: 1 },
    ],
    trigger: 'attested',
  },
  policy: { weightTolerance: { percent: 0, grams: 0 } },
  // Somebody else marked it: as long as nobody has, an employee's scan may count later.
  witnesses: { witnessOf: ({ attestor }) => attestor.id, groupOf: () => '', isAnother: () => true },
};

/**
 * Returns true if a scan makes no difference to any refund: its step, its disposition and the class of its attestor
 * make no kind of evidence, and it can void no other scan.
 * @param trailId - the trail that the scan belongs to, of a return or of an order.
 */
export function countsForNothing(scan: Scan, trailId: string): boolean {
  if (scan.voids === true) return cannotVoid(scan.attestor);
  return evidenceKindsOf(scan, trailId).length === 0;
}

/** Returns the kinds of evidence that a scan may be of some refund. An error declaration is none. */
export function evidenceKindsOf(scan: Scan, trailId: string): readonly EvidenceKind[] {
  if (scan.voids === true) return [];
  const facts = trailId.startsWith('order:')
    ? outboundFacts(scan, ANY_REFUND)
    : returnFacts(scan, ANY_REFUND);
  return facts.map(({ kind }) => kind);
}

/** Only its author voids a scan: nobody is the author of anything, and no scan of a customer is evidence. */
function cannotVoid({ class: of, id }: Attestor): boolean {
  return of === 'customer' || (of === UNNAMED_ATTESTOR.class && id === UNNAMED_ATTESTOR.id);
}
