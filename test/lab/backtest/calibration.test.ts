import { describe, expect, it } from 'vitest';
import { calibration, pooledCalibration } from '../../../lib/lab/backtest/score/calibration.ts';
import { honestDelay } from '../../../lib/lab/backtest/score/honest-delay.ts';
import { aFraud, aRecord, many, onDay } from './records.ts';

function said(fraudProbability: number | null, frauds: number, honest: number) {
  return [
    ...many(frauds, () => aFraud({ fraudProbability })),
    ...many(honest, () => aRecord({ fraudProbability })),
  ];
}

describe('the calibration', () => {
  it('sets what was said in each tenth beside what was seen', () => {
    const { refunds, bins } = calibration([...said(0.25, 1, 3), ...said(0.21, 1, 3), ...said(null, 5, 5)]);
    expect(refunds).toBe(8);
    expect(bins).toHaveLength(10);
    expect(bins[2]).toMatchObject({ from: 0.2, to: 0.3, refunds: 8, frauds: 2, observed: 0.25 });
    expect(bins[2]?.meanPredicted).toBeCloseTo(0.23, 12);
    expect(bins[2]?.interval?.low).toBeCloseTo(0.0715, 4);
    expect(bins[3]).toStrictEqual({
      from: 0.3,
      to: 0.4,
      refunds: 0,
      frauds: 0,
      meanPredicted: null,
      observed: null,
      interval: null,
    });
  });

  it('takes certainty into the last bin', () => {
    expect(calibration(said(1, 1, 0)).bins[9]?.refunds).toBe(1);
  });

  it('tells the worst gap, of bins from .2 up with at least 20 refunds only', () => {
    const off = [...said(0.15, 20, 0), ...said(0.55, 19, 0)];
    expect(calibration(off).worstGap).toBeNull();
    expect(calibration([...off, ...said(0.25, 10, 10), ...said(0.75, 16, 4)]).worstGap).toBeCloseTo(0.25, 12);
    expect(calibration([...off, ...said(0.55, 1, 0)]).worstGap).toBeCloseTo(0.45, 12);
  });

  it('tells how often chance alone makes a gap that large', () => {
    // 2 or less, or 18 or more, of 20 at a half: 2 · 211 / 2^20.
    expect(calibration(said(0.5, 2, 18)).chanceOfGap).toBeCloseTo(422 / 2 ** 20, 12);
    const apart = calibration([...said(0.5, 2, 18), ...said(0.75, 15, 5)]).chanceOfGap ?? 0;
    expect(apart).toBeGreaterThan(422 / 2 ** 20);
    expect(calibration([...said(0.5, 10, 10), ...said(1, 20, 0)]).chanceOfGap).toBe(1);
    expect(calibration(said(0.15, 20, 0)).chanceOfGap).toBeNull();
  });

  it('adds several worlds up: what is too high in one may be too low in another', () => {
    const high = calibration(said(0.75, 12, 8));
    const low = calibration(said(0.75, 18, 2));
    expect([high.worstGap, low.worstGap].map((gap) => gap?.toFixed(3))).toStrictEqual(['0.150', '0.150']);
    const both = calibration([...said(0.75, 12, 8), ...said(0.75, 18, 2)]);
    expect(pooledCalibration([high, low])).toStrictEqual(both);
    expect(both.worstGap).toBeCloseTo(0, 12);
    expect(pooledCalibration([]).worstGap).toBeNull();
  });
});

describe('the delay of honest refunds', () => {
  const HOUR = 3_600_000;

  it('counts each in one band by when it was first paid', () => {
    const waits = [0, 60_000, 60_001, HOUR, 24 * HOUR, 24 * HOUR + 1, 72 * HOUR, 168 * HOUR, 168 * HOUR + 1];
    const delay = honestDelay([
      ...waits.map((wait) => aRecord({ approvedAtMs: onDay(0) + wait })),
      aRecord({ approvedAtMs: null }),
      aFraud({ approvedAtMs: null }),
    ]);
    expect(delay.refunds).toBe(10);
    expect(delay.bands.map(({ label, refunds, share }) => [label, refunds, share])).toStrictEqual([
      ['at once', 2, 0.2],
      ['up to 1 hour', 2, 0.2],
      ['up to 6 hours', 0, 0],
      ['up to 24 hours', 1, 0.1],
      ['up to 3 days', 2, 0.2],
      ['up to 7 days', 1, 0.1],
      ['longer', 1, 0.1],
      ['never paid', 1, 0.1],
    ]);
  });

  it('tells the hours in which 90 and 99 percent were paid, and null where they never were', () => {
    const delay = honestDelay([
      ...many(95, () => aRecord({ approvedAtMs: onDay(0) + 2 * HOUR })),
      ...many(5, () => aRecord({ approvedAtMs: null })),
    ]);
    expect([delay.p90Hours, delay.p99Hours]).toStrictEqual([2, null]);
  });
});
