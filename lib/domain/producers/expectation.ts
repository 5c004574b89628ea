import type { RefundRequest } from '../refund/refund-request.ts';
import { SCAN_TYPE } from './promises.ts';
import {
  type EvidenceWord,
  type Leg,
  type Producer,
  type Register,
  siteIn,
  speaksOfLeg,
  speaksOfSite,
} from './register.ts';

/** Which evidence of a refund is expected. */
export interface Expectation {
  readonly expects: (word: EvidenceWord) => boolean;
  /** Returns the longest usual time from the scan to the bus, in hours. */
  readonly delayHours: (word: EvidenceWord) => number;
}

const EVERYTHING_AT_ONCE: Expectation = { expects: () => true, delayHours: () => 0 };

/**
 * Returns which evidence of a refund is expected: what the producers of its site and way provide. If it names no site, what
 * the producers of any site provide. In open mode everything is expected.
 */
export function expectationOf(
  register: Register | undefined,
  request: Pick<RefundRequest, 'claim' | 'siteId'>,
): Expectation {
  if (register === undefined) return EVERYTHING_AT_ONCE;
  const delays = new Map<EvidenceWord, number>();
  for (const { evidence = [], delayHours } of scannersOf(register, legOfClaim(request), request.siteId)) {
    for (const word of evidence) delays.set(word, Math.max(delays.get(word) ?? 0, delayHours));
  }
  return { expects: (word) => delays.has(word), delayHours: (word) => delays.get(word) ?? 0 };
}

/** Returns the producers that send scans of a way and a site. */
export function scannersOf(register: Register, leg: Leg, siteId: string | undefined): readonly Producer[] {
  const site = siteIn(register, siteId);
  return register.producers.filter(
    (one) => one.types.includes(SCAN_TYPE) && speaksOfLeg(one, leg) && speaksOfSite(one, site),
  );
}

function legOfClaim({ claim }: Pick<RefundRequest, 'claim'>): Leg {
  return claim === 'returned' ? 'return' : 'outbound';
}
