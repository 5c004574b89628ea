/** A parcel carrier, with its own habits of scanning, losing and being late. */
export interface Carrier {
  readonly id: string;
  /** How often the first scan is made: drop boxes and bulk collections often have none. */
  readonly acceptRate: number;
  readonly deliverRate: number;
  /** How often its hubs' scans are passed on. */
  readonly transitRate: number;
  /** How often its belt scale's reading comes with the first scan. */
  readonly weighRate: number;
  /** Share of parcels lost for good. */
  readonly lossRate: number;
  /** Days on the way: median, and deviation of the logarithm. */
  readonly transitDays: readonly [median: number, sigma: number];
  /** Mean minutes until its systems report a scan. A carrier that sends files in batches reports hours later. */
  readonly feedMinutes: number;
  /** How often a parcel of goods has a delivery photo, a position, a PIN. */
  readonly proof: { readonly gps: number; readonly photo: number; readonly pin: number };
}

type Proof = Carrier['proof'];

/** A photo at the door is usual for courier networks and rare for posts. PINs are only for expensive parcels. */
const COURIER: Proof = { gps: 0.94, photo: 0.62, pin: 0.05 };
const POST: Proof = { gps: 0.82, photo: 0.3, pin: 0.03 };

function carrier(
  id: string,
  scans: readonly [accept: number, deliver: number, transit: number, weigh: number],
  way: { readonly lost: number; readonly days: readonly [number, number]; readonly feedMinutes: number },
  proof: Proof,
): Carrier {
  const [acceptRate, deliverRate, transitRate, weighRate] = scans;
  const { lost: lossRate, days: transitDays, feedMinutes } = way;
  return { id, acceptRate, deliverRate, transitRate, weighRate, lossRate, transitDays, feedMinutes, proof };
}

// The order of the networks is the one shippers report: integrators scan nearly everything, national posts miss
// first scans at drop boxes, and the cheapest courier loses most. No rate is a published figure of any named
// carrier.
export const PARCEL_US = carrier(
  'ups',
  [0.975, 0.99, 0.3, 0.35],
  { lost: 0.0015, days: [3.4, 0.35], feedMinutes: 8 },
  COURIER,
);
export const EXPRESS_US = carrier(
  'fedex',
  [0.965, 0.985, 0.25, 0.3],
  { lost: 0.002, days: [3, 0.4], feedMinutes: 12 },
  COURIER,
);
export const POST_US = carrier(
  'usps',
  [0.885, 0.965, 0.2, 0.1],
  { lost: 0.005, days: [4.6, 0.45], feedMinutes: 45 },
  POST,
);
export const POST_GB = carrier(
  'royal_mail',
  [0.9, 0.97, 0.1, 0.08],
  { lost: 0.004, days: [2.4, 0.4], feedMinutes: 60 },
  POST,
);
export const CHEAP_GB = carrier(
  'evri',
  [0.935, 0.955, 0.3, 0.15],
  { lost: 0.008, days: [3.1, 0.5], feedMinutes: 25 },
  COURIER,
);
export const POST_CA = carrier(
  'canada_post',
  [0.915, 0.975, 0.25, 0.12],
  { lost: 0.004, days: [4.8, 0.45], feedMinutes: 40 },
  POST,
);
export const POST_NL = carrier(
  'postnl',
  [0.955, 0.985, 0.2, 0.25],
  { lost: 0.002, days: [1.7, 0.35], feedMinutes: 15 },
  POST,
);
export const DHL = carrier(
  'dhl',
  [0.97, 0.985, 0.3, 0.3],
  { lost: 0.002, days: [2.2, 0.4], feedMinutes: 10 },
  COURIER,
);
// Sends one file every few hours: its scans are true but late.
export const POST_GR = carrier(
  'elta',
  [0.9, 0.96, 0.1, 0.05],
  { lost: 0.006, days: [4.1, 0.5], feedMinutes: 190 },
  POST,
);
export const LOCKER_LT = carrier(
  'lp_express',
  [0.96, 0.98, 0.15, 0.1],
  { lost: 0.003, days: [2, 0.4], feedMinutes: 20 },
  POST,
);
