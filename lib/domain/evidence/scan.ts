import { DAY_MS } from '../shared/calendar.ts';
import { compareText } from '../shared/compare-text.ts';

/** The classes of party that vouch for scans. */
export const ATTESTOR_CLASSES = ['carrier', 'site', 'sensor', 'organization', 'system', 'customer'] as const;

/** How a scan may be captured. */
export const CAPTURES = ['scanned', 'keyed', 'api'] as const;

/** Who vouches for a scan: the class of party, its id, and how the scan was captured. */
export interface Attestor {
  readonly class: (typeof ATTESTOR_CLASSES)[number];
  readonly id: string;
  readonly deviceId?: string | undefined;
  readonly sessionId?: string | undefined;
  readonly capture?: (typeof CAPTURES)[number] | undefined;
  /** How the id was sent, where it is compared in another form. */
  readonly spelled?: string | undefined;
}

/** The attestor of an error declaration that names nobody. The declaration is taken, but it cannot clear a return. */
export const UNNAMED_ATTESTOR: Attestor = { class: 'system', id: 'unnamed' };

/** One scan as the gate keeps it: the parts of an EPCIS event that the judgement reads, under short names. */
export interface Scan {
  /** Account, `source` and `id` of the event that brought it: the idempotency key, which also names the sender. */
  readonly key: string;
  /** The CloudEvent's own id, by which a void may name it. */
  readonly id: string;
  /** The EPCIS eventID in canonical form, by which a void names it. */
  readonly eventId?: string | undefined;
  /** When it happened, RFC 3339 UTC. */
  readonly at: string;
  /** When it happened according to earlier deliveries of its event, in the order they came. */
  readonly correctedFrom?: readonly string[] | undefined;
  /** When the gate took what it says, if that is later than it says that it happened. */
  readonly takenAt?: string | undefined;
  /** CBV business step and disposition, short names. */
  readonly step?: string | undefined;
  readonly disposition?: string | undefined;
  readonly attestor: Attestor;
  /** Mass reported by a scale, in grams. */
  readonly grams?: number | undefined;
  /** Last parts of the EPCs in `epcList`. */
  readonly serials?: readonly string[] | undefined;
  readonly delivery?:
    | {
        readonly gps?: boolean | undefined;
        readonly photo?: boolean | undefined;
        readonly pin?: boolean | undefined;
      }
    | undefined;
  readonly photos?: readonly string[] | undefined;
  /** True when this event declares the event of the same id wrong; it is no evidence itself. */
  readonly voids?: boolean | undefined;
}

/** Orders scans by time and, within one instant, by key. */
export function compareScans(a: Scan, b: Scan): number {
  return compareText(a.at, b.at) || compareText(a.key, b.key);
}

/** All scans of one return, or of one outbound parcel, as stored at one version. */
export interface Trail {
  /** 0 when nothing was ever scanned. */
  readonly version: number;
  readonly scans: readonly Scan[];
  /** True when more scans arrived than are kept: no release may rest on the trail then. */
  readonly overflowed: boolean;
  /** True when one event id arrived with two different contents. */
  readonly conflicted: boolean;
  /** The order whose refund first relied on this return. */
  readonly orderId?: string | undefined;
}

/** How long before its request a return or an outbound parcel can be scanned, in days: what is older is of another order. */
const LIFE_DAYS = 120;

/**
 * Returns a trail without the scans that are too old to be of a refund asked for at an instant. A correction of its time
 * does not make a scan too old: a contradiction could be taken away otherwise.
 */
export function withinLife(trail: Trail, askedAt: string): Trail {
  const earliest = new Date(Date.parse(askedAt) - LIFE_DAYS * DAY_MS).toISOString();
  const scans = trail.scans.filter(({ at, correctedFrom = [] }) =>
    [at, ...correctedFrom].some((time) => time >= earliest),
  );
  return scans.length === trail.scans.length ? trail : { ...trail, scans };
}

/** A return that was never scanned. */
export const EMPTY_TRAIL: Trail = { version: 0, scans: [], overflowed: false, conflicted: false };

/** The most scans kept for one return; DynamoDB's item limit is 400 KB and a scan takes about 250 bytes. */
export const MAX_SCANS_PER_TRAIL = 500;

/**
 * The most refunds that wait for the scans of one return, and so the most that one scan of it starts. An order seldom has
 * so many refunds of one return. Each costs a run of the gate at every scan, and the list is part of every write.
 */
export const MAX_WAITING_PER_TRAIL = 25;

/**
 * Why a scan is kept apart from those that may count: it makes no difference to any refund, or its producer may not report
 * it.
 */
export const SET_ASIDE = ['counts_for_nothing', 'not_believed'] as const;

/** Why a scan is kept apart. */
export type SetAside = (typeof SET_ASIDE)[number];

/** The most scans kept apart for one return and one reason: enough for a person to see who sends what. */
export const MAX_IGNORED_PER_TRAIL = 20;
