import { type EvidenceContext, outboundFacts, returnFacts } from './evidence.ts';
import type { Scan } from './scan.ts';

/** A refund that any weight and any serial number says something about. */
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
  markers: new Set(),
};

/**
 * Returns true if no refund can gain or lose by a scan: its step, its disposition and the class of its attestor make
 * no kind of evidence, and it takes back no other scan.
 * @param trailId - the return or the order that it belongs to.
 */
export function countsForNothing(scan: Scan, trailId: string): boolean {
  if (scan.voids === true) return false;
  const facts = trailId.startsWith('order:') ? outboundFacts(scan) : returnFacts(scan, ANY_REFUND);
  return facts.length === 0;
}
