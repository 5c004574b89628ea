import { expect, it } from 'vitest';
import { VersionError } from '../../lib/adapters/store-rules.ts';
import type { Store } from '../../lib/app/ports.ts';
import { DEFAULT_POLICY } from '../../lib/contracts/policy-document.ts';
import { EMPTY_PROFILE, type Profile } from '../../lib/domain/history/subject-history.ts';
import { NO_TOTALS } from '../../lib/domain/history/weekly-totals.ts';
import { NO_STOPS, type Stops } from '../../lib/domain/refund/stops.ts';
import type { SubjectFlag } from '../../lib/domain/refund/subject.ts';
import { CLERK, HOSTILE_IDS, NOON, sampleOrder } from './samples.ts';

const at = NOON.toISOString();
const LATER = new Date(NOON.getTime() + 1).toISOString();

/** A flag with a request to lift it. */
const CONTESTED: SubjectFlag = {
  state: 'flagged',
  at,
  source: 'lp',
  reason: 'r',
  until: LATER,
  statements: [
    { state: 'flagged', at, source: 'lp', reason: 'r', until: LATER },
    { state: 'cleared', at: LATER, by: 'ana', source: 'shop' },
  ],
};

/** Describes what a store does with orders, profiles, stops and policies. */
export function describeDocuments(store: () => Store): void {
  it('keeps an order and refuses a write that saw an older version', async () => {
    expect(await store().order('ord_1', 'strong')).toBeUndefined();
    expect(await store().saveOrder(sampleOrder(), 0)).toBe('saved');
    expect(await store().saveOrder(sampleOrder({ currency: 'USD' }), 0)).toBe('moved');
    const flagged = sampleOrder({
      version: 2,
      claims: [],
      deniedLines: ['line_1'],
      flag: CONTESTED,
    });
    expect(await store().saveOrder(flagged, 1)).toBe('saved');
    expect(await store().saveOrder(flagged, 1)).toBe('saved');
    expect(await store().saveOrder(sampleOrder({ version: 2 }), 1)).toBe('moved');
    expect(await store().order('ord_1', 'eventual')).toStrictEqual(flagged);
    await expect(store().saveOrder(flagged, 2)).rejects.toThrow(VersionError);
  });

  it('keeps lines and units by hostile names', async () => {
    for (const orderId of HOSTILE_IDS) {
      const units = Object.fromEntries(HOSTILE_IDS.map((id) => [id, 1]));
      const claims = [{ refundId: orderId, amountMinor: 1, capturedMinor: 1, units }];
      const order = sampleOrder({ orderId, shipped: units, claims });
      expect(await store().order(orderId, 'strong')).toBeUndefined();
      expect(await store().saveOrder(order, 0)).toBe('saved');
      expect(await store().order(orderId, 'strong')).toStrictEqual(order);
    }
  });

  it('keeps a profile and refuses a write that saw an older version', async () => {
    expect(await store().profile(CLERK, 'strong')).toStrictEqual(EMPTY_PROFILE);
    const profile: Profile = {
      version: 1,
      rolledUpThrough: '2026-11-20',
      valueByDay: [{ day: '2026-11-20', valueMinor: 900 }],
      weeks: [
        { week: 2967, unsupportedMinor: 0, totals: NO_TOTALS },
        {
          week: 2968,
          unsupportedMinor: 12_345,
          totals: {
            counts: { low: 3, high: 1, midExceptions: 250, falseAttestations: 2 },
            customers: HOSTILE_IDS,
            reviewers: ['rev_1'],
            claimReviewers: ['rev_1', 'rev_2'],
            falseDays: ['2026-11-19'],
            incidents: ['rf_1', 'rf_2'],
            takenOver: ['rf_3'],
            takenOverReviewers: ['rev_1', 'rev_3'],
          },
        },
      ],
      caseOpenedOn: '2026-11-19',
      accountCaseOpenedOn: '2026-11-20',
      cleared: [{ on: '2026-11-19', refundIds: ['rf_1', 'rf_2'] }],
      employee: {
        role: 'clerk',
        roleGiven: { by: 'hr_1', at: '2026-11-01T00:00:00.000Z' },
        siteId: 'site_1',
        country: 'DE',
        managerId: 'emp_1',
        formerPlaces: [{ managerId: 'emp_2', teamId: 'dock', leftAt: '2026-11-01T00:00:00.000Z' }],
        logins: {
          at,
          listed: [{ login: 'ana@example.com', claim: 3, by: 'hr_1', at: '2026-11-01T00:00:00.000Z' }],
        },
        status: 'suspended',
        since: at,
        at,
        statuses: [
          { status: 'suspended', at, by: 'hr_1', source: 'hr' },
          { status: 'active', at: LATER, by: 'hr_2', source: 'hr' },
        ],
      },
      flag: CONTESTED,
      shared: {
        shared: false,
        at,
        statements: [
          { shared: false, at },
          { shared: true, at: LATER, by: 'ana', source: 'shop', reason: 'a locker' },
        ],
      },
    };
    expect(await store().saveProfile(CLERK, profile, 0)).toBe('saved');
    expect(await store().saveProfile(CLERK, { ...profile, valueByDay: [] }, 0)).toBe('moved');
    expect(await store().profile(CLERK, 'eventual')).toStrictEqual(profile);
    expect(await store().profile({ ...CLERK, kind: 'customer' }, 'strong')).toStrictEqual(EMPTY_PROFILE);
    await expect(store().saveProfile(CLERK, profile, 1)).rejects.toThrow(VersionError);
  });

  it('keeps the stops and refuses a write that saw an older version', async () => {
    expect(await store().stops('strong')).toStrictEqual(NO_STOPS);
    const stop = { setBy: 'p1', setAt: at, reason: 'r', origin: 'person' } as const;
    const stops: Stops = {
      version: 1,
      entries: [
        { ...stop, scope: 'all' },
        { scope: 'site:site_1', origin: 'event', flag: CONTESTED },
        { ...stop, scope: 'sku:__proto__', liftAsked: { by: 'p2', at } },
      ],
    };
    expect(await store().saveStops(stops, 0)).toBe('saved');
    expect(await store().saveStops({ version: 1, entries: [] }, 0)).toBe('moved');
    expect(await store().stops('eventual')).toStrictEqual(stops);
    expect(await store().saveStops({ version: 2, entries: [] }, 1)).toBe('saved');
    expect(await store().stops('strong')).toStrictEqual({ version: 2, entries: [] });
    await expect(store().saveStops(stops, 2)).rejects.toThrow(VersionError);
  });

  it('keeps the first policy under a hash', async () => {
    expect(await store().policy('sha256:1')).toBeUndefined();
    await store().keepPolicy('sha256:1', DEFAULT_POLICY);
    await store().keepPolicy('sha256:1', { ...DEFAULT_POLICY, version: 'other' });
    expect(await store().policy('sha256:1')).toStrictEqual(DEFAULT_POLICY);
    expect(await store().policy('constructor')).toBeUndefined();
  });
}
