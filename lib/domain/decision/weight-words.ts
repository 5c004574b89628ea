import { falseShareSentence } from '../shared/frequency.ts';
import type { Weight, WeightSource } from './fraud-probability.ts';

/** What a weight of evidence comes from, in an analyst's words. Clauses without a full stop. */
interface WeightWords {
  /** What is so if it is there. */
  readonly there: string;
  /** What is so if it is missing; absent where nothing can be missing. */
  readonly missing?: string;
  /** What one expects of it if it is there. A weight the other way round is explained. */
  readonly leans: 'supports' | 'contradicts';
}

/** Everything that may move the probability, in words. */
const WEIGHT_WORDS: Readonly<Record<Exclude<WeightSource, 'base_rate'>, WeightWords>> = {
  employee_history: {
    there:
      'Reviewers found more returns of the employee behind this refund false than of others in that role',
    leans: 'contradicts',
  },
  linked_history: {
    there: 'The customer, or an address, device or card of this refund, has a suspicious history',
    leans: 'contradicts',
  },
  session: {
    there: 'It was entered in an unusual session: on a new device, off shift or at the wrong site',
    leans: 'contradicts',
  },
  broken_rule: {
    there: 'A rule is broken that honest refunds seldom break: amounts, units or conflicts of interest',
    leans: 'contradicts',
  },
  condition_pass_by_marker: {
    there: 'The person who marked the return also passed the goods',
    leans: 'supports',
  },
  carrier_accept: {
    there: 'The carrier scanned the parcel when it took it',
    missing: 'No scan shows that the carrier took a parcel',
    leans: 'supports',
  },
  carrier_delivered: {
    there: 'The carrier recorded that it delivered the parcel to the site',
    missing: 'No record shows that the carrier delivered a parcel to the site',
    leans: 'supports',
  },
  dock: {
    there: 'A dock scan by a fixed device shows the parcel',
    missing: 'No dock scan by a fixed device shows the parcel',
    leans: 'supports',
  },
  weight_match: { there: 'The parcel weighs what the goods weigh', leans: 'supports' },
  weight_mismatch: { there: 'The parcel does not weigh what the goods weigh', leans: 'contradicts' },
  weight: { there: 'The parcel was weighed', missing: 'Nobody has weighed the parcel', leans: 'supports' },
  serial_match: {
    there: 'Somebody other than the marker scanned the serial numbers, and they are those of the order',
    leans: 'supports',
  },
  serial_mismatch: {
    there: 'The serial numbers of the goods are not those of the order',
    leans: 'contradicts',
  },
  serial: {
    there: 'The serial numbers were scanned',
    missing: 'Nobody has scanned the serial numbers of the goods',
    leans: 'supports',
  },
  put_away: {
    there: 'Somebody other than the marker scanned the goods when they put them away',
    missing: 'No put-away scan by somebody other than the marker shows the goods',
    leans: 'supports',
  },
  condition_pass: {
    there: 'Somebody other than the marker inspected and passed the goods',
    leans: 'supports',
  },
  condition_fail: { there: 'An inspection found the goods damaged or wrong', leans: 'contradicts' },
  seen_again: { there: 'The goods were seen again later, at a count, a sale or a repair', leans: 'supports' },
  over_the_counter: honestCause('the goods were handed over the counter'),
  lost_on_the_way: honestCause('the parcel was lost on its way back'),
  waiting_at_the_site: honestCause('the parcel is waiting at the site, and nobody has opened it yet'),
  outbound_delivered: {
    there: 'The carrier recorded that it delivered the goods to the customer',
    missing: 'No delivery is on record',
    leans: 'contradicts',
  },
  delivery_gps: {
    there: 'The delivery was recorded at the address, by GPS',
    missing: 'No GPS position was recorded at the delivery',
    leans: 'contradicts',
  },
  delivery_photo: {
    there: 'There is a photo of the delivery',
    missing: 'There is no photo of the delivery',
    leans: 'contradicts',
  },
  delivery_pin: {
    there: 'A PIN was given at the delivery',
    missing: 'No PIN was given at the delivery',
    leans: 'contradicts',
  },
  photo_none: { there: 'No photo came with the claim', leans: 'contradicts' },
  photo_unique: { there: 'The claim came with a photo that no other claim had', leans: 'supports' },
  photo_seen_before: {
    there: 'A photo or document of this claim was on an earlier claim of another order',
    leans: 'contradicts',
  },
};

function honestCause(cause: string): WeightWords {
  return { there: `Several scans may be missing for one honest cause: ${cause}`, leans: 'supports' };
}

/** Returns what a weight comes from as one sentence, without its number. */
export function weightSentence({ source, present, db }: Weight): string {
  if (source === 'base_rate') {
    const share = falseShareSentence(probabilityOf(db), 'claims of this kind and value');
    return `Before any evidence: ${share.charAt(0).toLowerCase()}${share.slice(1)}`;
  }
  const { there, missing, leans } = WEIGHT_WORDS[source];
  const isFor = db < 0;
  if (!present) {
    return `${missing ?? there}, which ${isFor ? 'supports the customer' : 'counts against the refund'}.`;
  }
  const isExpected = isFor === (leans === 'supports');
  return isExpected ? `${there}.` : `${there}, which is more usual with ${isFor ? 'true' : 'false'} claims.`;
}

/** The weight of the base rate is the odds that such a claim is false. */
function probabilityOf(db: number): number {
  const odds = 10 ** (db / 10);
  return odds / (1 + odds);
}
