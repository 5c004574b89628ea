import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { figuresOf } from '../../../lib/lab/backtest/figures.ts';
import { formatFigure } from '../../../lib/lab/backtest/format-figure.ts';
import { pooledCalibration } from '../../../lib/lab/backtest/score/calibration.ts';
import { TARGETS, targetResults } from '../../../lib/lab/backtest/targets.ts';
import { textSummary } from '../../../lib/lab/backtest/text-summary.ts';
import { onDay } from './records.ts';
import { aReport, drawnRecords } from './sample-report.ts';

const figure = z.number().nullable();
const rank = z.strictObject({
  curve: z.array(z.strictObject({ reviewsPerThousand: z.number(), valueCaught: figure })).length(101),
  caughtAtReference: figure,
});
const found = z.strictObject({
  people: z.int(),
  found: z.int(),
  shareFound: figure,
  fraudsBefore: z.array(z.int()),
  medianFrauds: figure,
  p80Frauds: figure,
});
const staff = z.strictObject({
  clerks: found,
  adaptiveClerks: found,
  plainClerks: found,
  agents: found,
  supervisors: found,
  phished: found,
  honestPeople: z.int(),
  honestAccused: z.int(),
  honestAccusedPerThousandYears: figure,
});
const policy = z.strictObject({ name: z.string(), version: z.string(), hash: z.string() });

/** What readers of report.json rely on: a field that is added here is new, one that changes breaks them. */
const calibration = z.strictObject({
  refunds: z.int(),
  worstGap: figure,
  chanceOfGap: figure,
  bins: z
    .array(
      z.strictObject({
        from: z.number(),
        to: z.number(),
        refunds: z.int(),
        frauds: z.int(),
        meanPredicted: figure,
        observed: figure,
        interval: z.strictObject({ low: z.number(), high: z.number() }).nullable(),
      }),
    )
    .length(10),
});

const reportSchema = z.strictObject({
  schema: z.literal('refundgate.backtest.v1'),
  baseCurrency: z.string(),
  reviewsPerDay: z.int().nullable(),
  runs: z.array(
    z.strictObject({
      policy,
      world: z.string(),
      seed: z.int(),
      startsAt: z.iso.datetime(),
      figures: z.strictObject({
        population: z.record(z.string(), z.number()),
        ranking: z.strictObject({
          gate: rank,
          gateAtVerdict: rank,
          valueOnly: rank,
          scansOnly: rank,
          employeeZScore: rank,
        }),
        operatingPoint: z.record(z.string(), figure),
        adaptiveValueCaught: figure,
        methods: z.array(
          z.strictObject({
            method: z.string(),
            frauds: z.int(),
            valueMinor: z.int(),
            valueCaught: figure,
            valueCaughtAtReference: figure,
            medianRankPerThousand: figure,
          }),
        ),
        reasons: z.array(
          z.strictObject({
            code: z.string(),
            escalated: z.int(),
            frauds: z.int(),
            precision: figure,
            alone: z.int(),
            aloneFrauds: z.int(),
          }),
        ),
        staff: z.strictObject({ gate: staff, employeeZScore: staff }),
        calibration,
        honestDelay: z.strictObject({
          refunds: z.int(),
          bands: z.array(z.strictObject({ label: z.string(), refunds: z.int(), share: figure })).length(8),
          p90Hours: figure,
          p99Hours: figure,
        }),
        desk: z.record(z.string(), z.int()),
      }),
    }),
  ),
  policies: z.array(
    z.strictObject({
      policy,
      targets: z.array(
        z.strictObject({
          id: z.string(),
          label: z.string(),
          format: z.string(),
          bound: z.string(),
          limit: z.number(),
          values: z.array(figure),
          mean: figure,
          worst: figure,
          overall: figure,
          counts: z.enum(['people', 'frauds', 'refunds']),
          count: z.int(),
          met: z.enum(['yes', 'on average', 'no', 'not judged']),
        }),
      ),
      calibration,
    }),
  ),
});

describe('a report', () => {
  it('has the shape that readers rely on, and survives JSON unchanged', () => {
    const report = aReport({ seeds: [7, 8], policies: ['default', 'stricter'] });
    const read: unknown = JSON.parse(JSON.stringify(report));
    expect(reportSchema.parse(read)).toStrictEqual(report);
    expect(report.runs.map(({ seed, policy: { name } }) => [seed, name])).toStrictEqual([
      [7, 'default'],
      [7, 'stricter'],
      [8, 'default'],
      [8, 'stricter'],
    ]);
  });

  it('holds the calibration over all worlds together', () => {
    const { runs, policies } = aReport({ seeds: [7, 8] });
    const own = runs.map(
      ({
        figures: {
          calibration: { refunds },
        },
      }) => refunds,
    );
    expect(policies.map(({ calibration: { refunds } }) => refunds)).toStrictEqual([
      (own[0] ?? 0) + (own[1] ?? 0),
    ]);
    expect(own).not.toContain(0);
  });

  it('is the same for the same records', () => {
    expect(aReport()).toStrictEqual(aReport());
  });
});

describe('the figures of a run', () => {
  it('count refunds from the day the score begins, before the world ends, and people over the whole world', () => {
    const records = drawnRecords(7, 0.4);
    const whole = figuresOf(records, 0);
    const half = figuresOf(records, 50);
    expect([whole.population.refunds, half.population.refunds]).toStrictEqual([4000, 2000]);
    expect(half.population.worldRefunds).toBe(4000);
    expect(half.staff).toStrictEqual(whole.staff);
    const early = { ...records, days: 60 };
    const from = records.refunds.filter(
      ({ requestedAtMs }) => requestedAtMs >= onDay(50) && requestedAtMs < onDay(60),
    );
    expect(figuresOf(early, 50).population.refunds).toBe(from.length);
  });

  it('hold frauds and values that add up', () => {
    const { population, methods } = figuresOf(drawnRecords(7, 0.4), 50);
    const sum = (of: (method: (typeof methods)[number]) => number) =>
      methods.reduce((total, method) => total + of(method), 0);
    expect(sum(({ frauds }) => frauds)).toBe(population.frauds);
    expect(sum(({ valueMinor }) => valueMinor)).toBe(population.fraudValueMinor);
    expect(population.frauds).toBeGreaterThan(50);
  });
});

describe('the targets', () => {
  const figures = figuresOf(drawnRecords(7, 0.4), 50);
  const withCaught = (...caught: readonly (number | null)[]) =>
    targetResults(
      caught.map((valueCaught) => ({
        ...figures,
        operatingPoint: { ...figures.operatingPoint, valueCaught, reviewsPerThousand: valueCaught },
      })),
    );

  it.each([
    [[0.95], 'yes', 0.95, 0.95],
    [[0.9499], 'no', 0.9499, 0.9499],
    [[0.94, 0.98], 'on average', 0.96, 0.94],
    [[0.9, 0.96], 'no', 0.93, 0.9],
    [[0.99, null], 'on average', 0.99, 0.99],
    [[null], 'no', null, null],
  ])('of at least .95 on worlds with %j: %s', (caught, met, mean, worst) => {
    const target = withCaught(...caught).find(({ id }) => id === 'caught');
    expect(target).toMatchObject({ met, worst, values: caught });
    if (mean === null) expect(target?.mean).toBeNull();
    else expect(target?.mean).toBeCloseTo(mean, 12);
  });

  it('of calibration: over all worlds together, not the mean of their worst gaps', () => {
    const worlds = [7, 8].map((seed) => figuresOf(drawnRecords(seed, 0.4), 50));
    const target = targetResults(worlds).find(({ id }) => id === 'calibration_gap');
    expect(target?.overall).toBe(pooledCalibration(worlds.map(({ calibration }) => calibration)).worstGap);
    expect(target?.overall).toBeLessThan(target?.mean ?? 0);
  });

  it.each([
    [19, 'not judged'],
    [20, 'yes'],
  ])('on %i people: %s', (people, met) => {
    const { gate } = figures.staff;
    const few = { ...gate, plainClerks: { ...gate.plainClerks, people, shareFound: 0.96, medianFrauds: 5 } };
    const results = targetResults([{ ...figures, staff: { ...figures.staff, gate: few } }]);
    const ofClerks = results.filter(({ id }) => id.startsWith('clerk'));
    expect(ofClerks.map((one) => [one.counts, one.count, one.met])).toStrictEqual([
      ['people', people, met],
      ['people', people, met],
    ]);
  });

  it.each([
    [19, 'not judged'],
    [20, 'no'],
  ])('on %i frauds of all worlds together: %s', (frauds, met) => {
    const world = (share: number) => ({
      ...figures,
      adaptiveValueCaught: 0.5,
      methods: figures.methods.map((one) =>
        one.method === 'adaptive_ghost' ? { ...one, frauds: share } : one,
      ),
    });
    const results = targetResults([world(9), world(frauds - 9)]);
    expect(results.find(({ id }) => id === 'adaptive_caught')).toMatchObject({ count: frauds, met });
  });

  it('of calibration is met only if all worlds together reach it, and its worst is no better than that', () => {
    const bin = { from: 0.5, to: 0.6, meanPredicted: 0.55, observed: 0.85, interval: { low: 0, high: 1 } };
    const thin = {
      refunds: 15,
      bins: [{ ...bin, refunds: 15, frauds: 13 }],
      worstGap: null,
      chanceOfGap: null,
    };
    const world = {
      ...figures,
      calibration: { ...thin, bins: Array.from({ length: 10 }, () => thin.bins).flat() },
    };
    const target = targetResults([world, world]).find(({ id }) => id === 'calibration_gap');
    expect(target).toMatchObject({ values: [null, null], met: 'no' });
    expect(target?.worst).toBe(target?.overall);
    const alone = targetResults([world]).find(({ id }) => id === 'calibration_gap');
    expect(alone).toMatchObject({ count: 0, met: 'not judged' });
  });

  it('of at most 32: the worst is the highest', () => {
    const target = withCaught(32, 30).find(({ id }) => id === 'reviews');
    expect(target).toMatchObject({ met: 'yes', worst: 32 });
    expect(withCaught(32.1).find(({ id }) => id === 'reviews')?.met).toBe('no');
  });

  it('are each told once', () => {
    expect(new Set(TARGETS.map(({ id }) => id)).size).toBe(TARGETS.length);
  });
});

const WORDS = {
  yes: / met$/,
  'on average': /on average$/,
  no: /NOT MET$/,
  'not judged': /not judged {2}only \d+ \w+$/,
};

describe('the summary on the command line', () => {
  it('has every target with its figure, and the naive rules below', () => {
    const report = aReport();
    const lines = textSummary(report).split('\n');
    for (const { label, format, mean, met } of report.policies[0]?.targets ?? []) {
      const line = lines.find((one) => one.startsWith(label));
      expect(line).toContain(formatFigure(mean, format));
      expect(line).toMatch(WORDS[met]);
    }
    for (const rule of ['value only', 'scans only', 'employee z-score']) {
      expect(lines.filter((line) => line.startsWith(rule))).toHaveLength(1);
    }
    expect(lines.at(-1)).toMatch(/^simulated world 7, policy default: .*; 1 cases without an answer$/);
  });

  it('gives no naive rule a share of fewer than 20 people', () => {
    const lines = textSummary(aReport()).split('\n');
    expect(lines.find((line) => line.startsWith('employee z-score'))).toMatch(/ too few /);
    const many = textSummary(aReport({ seeds: [7, 8, 9] })).split('\n');
    expect(many.find((line) => line.startsWith('employee z-score'))).not.toMatch(/too few/);
  });

  it('tells the figures over all, the worst, and what chance does over several worlds', () => {
    const text = textSummary(aReport({ seeds: [7, 8] }));
    expect(text).toContain('over seeds 7, 8');
    expect(text).toMatch(/figure +target +over all +worst +met/);
    expect(text).toMatch(
      /^over all worlds: a calibration gap of \.\d{3}, by chance alone in \.\d{3} of such worlds$/m,
    );
  });

  it.each([
    [0.934, 'share', '.934'],
    [1, 'share', '1.000'],
    [31.25, 'per thousand', '31.3'],
    [4, 'number', '4'],
    [4.5, 'number', '4.5'],
    [null, 'share', '–'],
  ] as const)('writes %s as a %s: %s', (value, format, text) => {
    expect(formatFigure(value, format)).toBe(text);
  });
});
