import type { EvidenceKind } from './fact.ts';

/** A kind of evidence in an analyst's words. */
interface KindWords {
  /** What a scan of this kind says, as a title. */
  readonly title: string;
  /** What is missing while it has not come, as a sentence. */
  readonly awaited: string;
  /** What an analyst may ask for; absent where nobody can give it afterwards. `{site}` stands for the site. */
  readonly ask?: string;
}

/** Every kind of evidence in words, in the order in which a return leaves it. */
export const KIND_WORDS = {
  carrier_accept: {
    title: 'The carrier took the parcel',
    awaited: 'The scan with which the carrier takes the parcel.',
    ask: 'Ask the carrier whether it took this parcel.',
  },
  carrier_transit: { title: 'The carrier moved the parcel', awaited: 'A scan of the parcel on its way.' },
  carrier_delivered: {
    title: 'The carrier delivered the parcel to the site',
    awaited: 'The carrier’s record that it delivered the parcel to the site.',
    ask: 'Ask the carrier where the parcel is.',
  },
  dock: {
    title: 'Scanned at the dock',
    awaited: 'A dock scan by a fixed device.',
    ask: 'Ask {site} whether the parcel came through the dock.',
  },
  intake_mark: { title: 'Marked as returned', awaited: 'The mark that the goods were returned.' },
  weight_match: { title: 'Weighed: the weight is right', awaited: 'The weight of the parcel.' },
  weight_mismatch: { title: 'Weighed: the weight is wrong', awaited: 'The weight of the parcel.' },
  serial_match: {
    title: 'Serial numbers scanned: they are right',
    awaited: 'A scan of the serial numbers by somebody other than the marker.',
    ask: 'Ask {site} to open the parcel and scan the serial numbers.',
  },
  serial_mismatch: {
    title: 'Serial numbers scanned: they are wrong',
    awaited: 'A scan of the serial numbers by somebody other than the marker.',
  },
  serial_manual: {
    title: 'Serial numbers entered by hand or by the marker',
    awaited: 'The serial numbers, entered by hand.',
  },
  condition_pass: {
    title: 'Inspected and passed',
    awaited: 'An inspection by somebody other than the marker.',
    ask: 'Ask {site} to have the goods inspected by somebody other than the marker.',
  },
  condition_fail: {
    title: 'Inspected: damaged or wrong',
    awaited: 'An inspection by somebody other than the marker.',
  },
  put_away: {
    title: 'Put away on the shelf',
    awaited: 'A put-away scan by somebody other than the marker.',
    ask: 'Ask {site} for a put-away scan.',
  },
  seen_again: {
    title: 'Seen again at a count, a sale or a repair',
    awaited: 'A later sighting of the goods.',
  },
  outbound_delivered: {
    title: 'The carrier delivered the goods to the customer',
    awaited: 'The carrier’s record that it delivered the goods to the customer.',
    ask: 'Ask the carrier for its record of the delivery.',
  },
} as const satisfies Readonly<Record<EvidenceKind, KindWords>>;

/** Returns what an analyst may ask for, to get evidence of a kind. */
export function askFor(kind: EvidenceKind): string | undefined {
  const words: KindWords = KIND_WORDS[kind];
  return words.ask;
}
