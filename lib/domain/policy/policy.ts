import type { OPEN, Register } from '../producers/register.ts';
import { canonicalText } from '../shared/ids.ts';
import { fromBaseMinor, type Money, type ReferenceRates, toBaseMinor } from '../shared/money.ts';
import type { ModelPolicy } from './model-parameters.ts';

/** Limits of automatic refunds in one currency, in minor units of it. */
export interface ValueLimit {
  /** Above it, a person decides (R8). */
  readonly reviewMinor: number;
  /** Above it, two people decide. */
  readonly twoReviewersMinor: number;
}

/** How many people, not counting the marker, must vouch from a value on (base currency, minor units). */
export interface CollusionBand {
  readonly fromMinor: number;
  readonly required: number;
}

/**
 * The numbers the judgement uses, except those named in code. One JSON document, named by the hash of its canonical
 * form and pinned to a refund when it enters. Amounts named `…Minor` outside `valueLimits` are minor units of the base currency.
 */
export interface Policy extends ReferenceRates, ModelPolicy {
  readonly version: string;
  /** The day of the rates, `YYYY-MM-DD`. */
  readonly ratesAsOf: string;
  readonly valueLimits: Readonly<Record<string, ValueLimit>>;
  /** Percent of the currency's limits that a category may use; 100 where not named. */
  readonly categoryLimitPercent: Readonly<Record<string, number>>;
  /** R8: days over which refunds of linked subjects are summed. */
  readonly linkedDays: number;
  /** How long evidence may still come, in days, before a person is asked. */
  readonly holdDays: { readonly attested: number; readonly instant: number };
  /** How long a claim that the goods did not come waits for the carrier's record of delivery, in hours, from R1's value on. */
  readonly deliveryRecordHours: number;
  /** How soon a stopped or unchecked refund is looked at again, in minutes. */
  readonly recheckMinutes: number;
  /** A scale agrees within this share of the shipped weight, or within the grams, whichever is more. */
  readonly weightTolerance: { readonly percent: number; readonly grams: number };
  /** R1: from this value on, an independent scan is demanded. */
  readonly independentScanFromMinor: number;
  /** R2: what may be paid without independent evidence, per subject, decaying with the half-life in days. */
  readonly unsupportedBudget: {
    /** For returns that an employee marked. */
    readonly employee: { readonly limitMinor: number; readonly halfLifeDays: number };
    /** For claims without goods that an employee granted on one day (UTC). */
    readonly employeeDay: { readonly limitMinor: number };
    /** For all claims of a customer, address, device or instrument. */
    readonly subject: { readonly limitMinor: number; readonly halfLifeDays: number };
  };
  /** R3: from this value on, a new device off shift or at the wrong site goes to a person. */
  readonly takeoverFromMinor: number;
  /** R5: from `fromMinor` on, somebody must vouch for the content. From the second value on, a put-away does not. */
  readonly content: {
    readonly fromMinor: number;
    readonly putAwayNotEnoughFromMinor: number;
  };
  /** The collusion number demanded by value, in rising order. */
  readonly collusion: readonly CollusionBand[];
  /** Below this value, an employee whom the directory does not know counts at sites whose directory is not complete. */
  readonly strangersBelowMinor: number;
  /**
   * Below this value, a return that its carrier delivered is supported, and R1, R5 and the collusion number demand no more.
   * 0: nowhere. For merchants who own no other instrument.
   */
  readonly carrierSufficesBelowMinor: number;
  /**
   * Who may say what, and what to expect from them. Absent: everybody is believed. `open`: the same, but from R1's value on a
   * person decides.
   */
  readonly producers?: Register | typeof OPEN | undefined;
}

/** The policies a refund is judged by, or what each of them says. */
export interface JudgingPolicies<Of> {
  /** The policy it was pinned to when it entered. */
  readonly pinned: Of;
  /** The present policy, if it is another one: it may only tighten. */
  readonly later?: Of | undefined;
  /** A policy that is only tried; nothing acts on it. */
  readonly shadow?: Of | undefined;
}

/** Returns the producers register of a policy; undefined in open mode. */
export function registerOf({ producers }: Pick<Policy, 'producers'>): Register | undefined {
  return producers === 'open' ? undefined : producers;
}

/** Returns how many people other than the marker must lie for a false refund of this value to pass. */
export function requiredCollusion(policy: Policy, baseMinor: number): number {
  return policy.collusion.reduce(
    (required, band) => (baseMinor >= band.fromMinor ? Math.max(required, band.required) : required),
    0,
  );
}

/**
 * Returns the limit for an amount of these categories; of a currency that the policy names no limit for, the limit of the
 * base currency at the reference rate. Undefined when there is no rate either.
 */
export function valueLimitOf(
  policy: Policy,
  currency: string,
  categories: readonly string[],
): ValueLimit | undefined {
  const limit = ownLimit(policy, currency) ?? convertedLimit(policy, currency);
  if (limit === undefined) return undefined;
  const named = new Set(categories.map(canonicalText));
  const limited = Object.entries(policy.categoryLimitPercent).filter(([name]) =>
    named.has(canonicalText(name)),
  );
  const percent = Math.min(100, ...limited.map(([, one]) => one));
  return {
    reviewMinor: Math.floor((limit.reviewMinor * percent) / 100),
    twoReviewersMinor: Math.floor((limit.twoReviewersMinor * percent) / 100),
  };
}

function ownLimit({ valueLimits }: Policy, currency: string): ValueLimit | undefined {
  return Object.hasOwn(valueLimits, currency) ? valueLimits[currency] : undefined;
}

function convertedLimit(policy: Policy, currency: string): ValueLimit | undefined {
  const limit = ownLimit(policy, policy.base);
  const reviewMinor = limit && fromBaseMinor(limit.reviewMinor, currency, policy);
  const twoReviewersMinor = limit && fromBaseMinor(limit.twoReviewersMinor, currency, policy);
  return reviewMinor === undefined || twoReviewersMinor === undefined
    ? undefined
    : { reviewMinor, twoReviewersMinor };
}

/** Returns an amount's value in the policy's base currency, or undefined when it has no rate. */
export function baseValueOf(policy: Policy, amount: Money): number | undefined {
  return toBaseMinor(amount, policy);
}
