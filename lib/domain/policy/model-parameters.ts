import type { Trigger } from '../refund/refund-request.ts';

/** How likely a kind of evidence is when the goods came back, when nothing came, and when a decoy came. */
export type Likelihood = readonly [goods: number, nothing: number, decoy: number];

/** How likely a fact is when a claim is true, and when it is false. */
export type ClaimLikelihood = readonly [honest: number, falsely: number];

/** A number by value: low, mid and high. */
export type ByTier = readonly [low: number, mid: number, high: number];

/** The value tiers of histories: low, mid and high. */
export type Tier = 0 | 1 | 2;

/** The kinds of evidence whose absence counts once they should have arrived. */
export type AwaitedKind = 'carrier_accept' | 'carrier_delivered' | 'dock' | 'weight' | 'serial' | 'put_away';

/**
 * How scans of a kind arrive: a share is there at once, and the rest comes at an hourly rate that is constant from
 * step to step.
 */
export interface ArrivalCurve {
  readonly atOnce: number;
  /** From which hour on which rate per hour, in rising order. */
  readonly perHour: readonly (readonly [fromHour: number, rate: number])[];
}

/** What is expected of one count in a rate model, and how far it may move the odds. */
export interface Channel {
  /** The rate that is assumed before peers or customers show theirs. */
  readonly rate: number;
  /** Added to every expectation, so that nobody is expected to have none at all. */
  readonly floor: number;
  /** The least and the most the channel's ln Bayes factor may be. */
  readonly clip: readonly [least: number, most: number];
}

/** The counts that a linked subject's risk is made of. */
export const RING_CHANNELS = [
  'exceptions',
  'confirmed',
  'claims_per_order',
  'device_customers',
  'instrument_customers',
] as const;

/** One count of a linked subject's risk. */
export type RingChannel = (typeof RING_CHANNELS)[number];

/** Every number of the probability model; `docs/MODEL.md` explains each. */
export interface ModelPolicy {
  readonly tiers: { readonly midOverMinor: number; readonly highOverMinor: number };
  readonly likelihoods: {
    readonly returned: Readonly<Record<ReturnEvidence, Likelihood>>;
    /**
     * A carrier's delivery scan if the carrier accepted the parcel: an empty parcel with a label that leads to
     * another address is delivered as well.
     */
    readonly deliveredIfAccepted: Likelihood;
    /**
     * A put-away by somebody other than the marker, of goods that another such person failed: nobody shelves a
     * decoy.
     */
    readonly putAwayIfFailed: Likelihood;
    /**
     * The share of all returns that go a way on which several scans are missing. A person who attests a return
     * should have seen it: such a return is lost on the way only if they trusted the carrier's page.
     */
    readonly commonCauses: {
      readonly overTheCounter: number;
      readonly lostOnTheWay: Readonly<Record<Trigger, number>>;
      readonly waitingAtTheSite: number;
    };
    /** A pass by the marker: how often on good goods, and how often an honest marker passes a decoy. */
    readonly conditionPassByMarker: { readonly goods: number; readonly decoyIfHonest: number };
    readonly notReceived: Readonly<Record<'delivered' | 'gps' | 'photo' | 'pin', ClaimLikelihood>>;
    readonly photo: Readonly<Record<PhotoState, ClaimLikelihood>>;
  };
  readonly arrivals: Readonly<Record<Trigger, Readonly<Record<AwaitedKind, ArrivalCurve>>>>;
  /** Likelihood ratios of the session's signs, and the most their product may be. */
  readonly session: {
    readonly newDevice: number;
    readonly offShift: number;
    readonly wrongSite: number;
    readonly most: number;
    /** From this ratio on, the account's owner is not responsible for what was done. */
    readonly takenOver: number;
  };
  readonly priors: {
    /** The values, in minor units of the base currency, at which the numbers of each prior hold. */
    readonly atMinor: ByTier;
    readonly nothing: ByTier;
    readonly decoy: ByTier;
    readonly notReceived: ByTier;
    readonly damaged: ByTier;
    readonly returnless: ByTier;
    readonly employee: ByTier;
    /** As `employee`, for claims without goods that the employee grants: there is no other evidence. */
    readonly employeeGoodless: ByTier;
    readonly employeeDecoyShare: number;
    readonly ring: ByTier;
    /** How much likelier a refund of a ring is to have this value than an honest one. */
    readonly ringValue: ByTier;
    /** As `ring`, for claims without goods. */
    readonly ringGoodless: ByTier;
  };
  readonly employeeRisk: {
    readonly prior: number;
    readonly halfLifeDays: number;
    readonly siteShrink: number;
    readonly countryShrink: number;
    /** Attested returns that reviewers found false: the only count that moves the risk. */
    readonly falseAttestations: Channel;
    /**
     * What is expected of exceptions in each of the two upper tiers: shown when a case opens, and used nowhere else.
     */
    readonly exceptions: Omit<Channel, 'clip'>;
    readonly openCase: {
      readonly falseAttestations: number;
      /** How many times the expected number they must also be: an employee who handles much is doubted often. */
      readonly falseAttestationsRatio: number;
      /**
       * What they must weigh together, each by its age: errors are spread out, the frauds of a bribe come in a row.
       */
      readonly falseAttestationsWeight: number;
      readonly reviewers: number;
      /** On how many days something must have been attested falsely: all on one day may be the work of one thief. */
      readonly days: number;
    };
    /** When claims without goods that an employee granted are found false more often than those of peers. */
    readonly claimsFoundFalse: Omit<Channel, 'clip'> & {
      /** The fewest that open a case, and the least EB05 of their rate against the peers'. */
      readonly refunds: number;
      readonly eb05: number;
    };
    /** When more of an employee's attested returns than of the peers' never came, by their scans. */
    readonly neverCame: Omit<Channel, 'clip'> & {
      /** How strongly the evidence of such a return must say that nothing came: L_N / (L_G + L_N + L_D), 0 to 1. */
      readonly share: number;
      /** The fewest that open a case, and the least EB05 of their rate against the peers'. */
      readonly refunds: number;
      readonly eb05: number;
    };
  };
  readonly ringRisk: {
    readonly prior: number;
    readonly halfLifeDays: number;
    /** The mean soft exception of an honest claim without goods. */
    readonly goodlessRate: number;
    readonly channels: Readonly<Record<RingChannel, Channel>>;
  };
  readonly costs: {
    /** What a review costs, in minor units of the base currency. */
    readonly reviewMinor: number;
    /** What it costs to keep an honest customer waiting. */
    readonly frictionMinor: number;
    /** The share of frauds a reviewer finds. */
    readonly reviewerSensitivity: number;
    /** A place in the queue costs this many times a review: 1 while there is room, more when the queue is full. */
    readonly shadowPrice: number;
  };
  /** How much likelier a false refund is to break a hard rule than an honest one. */
  readonly ruleRatios: Readonly<Record<'R6' | 'R7', number>>;
  /** R4: of a million orders, how many have their refunds seen by a person, whatever the judgement says. */
  readonly auditPerMillion: number;
}

/** The evidence of a return that has a row in the policy's table. */
export const RETURN_EVIDENCE = [
  'carrier_accept',
  'carrier_delivered',
  'dock',
  'weight_match',
  'weight_mismatch',
  'serial_match',
  'serial_mismatch',
  'put_away',
  'condition_pass',
  'condition_fail',
  'seen_again',
] as const;

/** One row of the table of returned goods. */
export type ReturnEvidence = (typeof RETURN_EVIDENCE)[number];

/** Whether a claim comes with a photo, and whether that photo was on an earlier claim. */
export type PhotoState = 'none' | 'unique' | 'seen_before';

/** Returns the value tier of a refund. */
export function tierOf(policy: Pick<ModelPolicy, 'tiers'>, baseMinor: number): Tier {
  if (baseMinor > policy.tiers.highOverMinor) return 2;
  return baseMinor > policy.tiers.midOverMinor ? 1 : 0;
}
