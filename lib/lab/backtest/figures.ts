import { DAY_MS } from '../../domain/shared/calendar.ts';
import type { DeskCounts, RefundRecord, RunRecords } from './records.ts';
import { byMethod, type MethodFigures } from './score/by-method.ts';
import { byReason, type ReasonFigures } from './score/by-reason.ts';
import { type Calibration, calibration } from './score/calibration.ts';
import { employeeZScores } from './score/employee-z-score.ts';
import { type HonestDelay, honestDelay } from './score/honest-delay.ts';
import { namedByGate, type StaffFigures, staffFigures } from './score/insiders.ts';
import { type OperatingPoint, operatingPoint } from './score/operating-point.ts';
import {
  type CurvePoint,
  captureCurve,
  caughtAtReference,
  fraudValueOf,
  highestLossOf,
  rankBy,
  verdictLossOf,
} from './score/ranking.ts';
import { sumOf } from './score/statistics.ts';

/** What was scored. Amounts are minor units of the base currency. */
export interface Population {
  /** The first day whose refunds count; earlier days are history for the model to learn from. */
  readonly scoredFromDay: number;
  readonly days: number;
  readonly refunds: number;
  readonly frauds: number;
  readonly valueMinor: number;
  readonly fraudValueMinor: number;
  /** Refunds of the whole world, scored or not. */
  readonly worldRefunds: number;
  readonly unvalued: number;
  readonly untold: number;
  readonly rejectedEvents: number;
}

/** How a rule ranks refunds. */
export interface RankFigures {
  readonly curve: readonly CurvePoint[];
  /** Share of fraud value among the first 20 of 1,000. */
  readonly caughtAtReference: number | null;
}

/** All figures of one policy on one world. */
export interface Figures {
  readonly population: Population;
  readonly ranking: {
    /** By the highest expected loss of any decision on the refund; by value where no model gives one. */
    readonly gate: RankFigures;
    /** By the expected loss when the gate paid or asked a person: what a queue of reviews really sees. */
    readonly gateAtVerdict: RankFigures;
    readonly valueOnly: RankFigures;
    readonly scansOnly: RankFigures;
    readonly employeeZScore: RankFigures;
  };
  readonly operatingPoint: OperatingPoint;
  /** The `valueCaught` of the operating point, only over frauds of the insider who knows the policy. */
  readonly adaptiveValueCaught: number | null;
  readonly methods: readonly MethodFigures[];
  readonly reasons: readonly ReasonFigures[];
  readonly staff: { readonly gate: StaffFigures; readonly employeeZScore: StaffFigures };
  readonly calibration: Calibration;
  readonly honestDelay: HonestDelay;
  readonly desk: DeskCounts;
}

/** Returns every figure of a run. Refunds count from `scoredFromDay` on, people over the whole world. */
export function figuresOf(run: RunRecords, scoredFromDay: number): Figures {
  const { refunds, employees, days } = run;
  const scored = scoredRefunds(run, scoredFromDay);
  const zScores = employeeZScores(refunds, employees);
  const byLoss = rankBy(scored, highestLossOf);
  const world = { employees, refunds, days };
  return {
    population: populationOf(run, scored, scoredFromDay),
    ranking: {
      gate: rankFigures(byLoss),
      gateAtVerdict: rankFigures(rankBy(scored, verdictLossOf)),
      valueOnly: rankFigures(rankBy(scored, ({ valueMinor }) => valueMinor)),
      scansOnly: rankFigures(rankBy(scored, ({ lacksScan }) => (lacksScan ? 1 : 0))),
      employeeZScore: rankFigures(rankBy(scored, zScores.zOf)),
    },
    operatingPoint: operatingPoint(scored),
    adaptiveValueCaught: operatingPoint(scored.filter(isAdaptive)).valueCaught,
    methods: byMethod(byLoss),
    reasons: byReason(scored),
    staff: {
      gate: staffFigures({ ...world, named: namedByGate(employees) }),
      employeeZScore: staffFigures({ ...world, named: zScores.named }),
    },
    calibration: calibration(scored),
    honestDelay: honestDelay(scored),
    desk: run.desk,
  };
}

function scoredRefunds({ refunds, startsAtMs, days }: RunRecords, fromDay: number): readonly RefundRecord[] {
  const from = startsAtMs + fromDay * DAY_MS;
  const until = startsAtMs + days * DAY_MS;
  return refunds.filter(({ requestedAtMs }) => requestedAtMs >= from && requestedAtMs < until);
}

function isAdaptive({ method }: RefundRecord): boolean {
  return method === 'adaptive_ghost';
}

function populationOf(
  { refunds, days, unvalued, untold, rejectedEvents }: RunRecords,
  scored: readonly RefundRecord[],
  scoredFromDay: number,
): Population {
  return {
    scoredFromDay,
    days,
    refunds: scored.length,
    frauds: scored.filter(({ fraud }) => fraud).length,
    valueMinor: sumOf(scored, ({ valueMinor }) => valueMinor),
    fraudValueMinor: sumOf(scored, fraudValueOf),
    worldRefunds: refunds.length,
    unvalued,
    untold,
    rejectedEvents,
  };
}

function rankFigures(ranked: readonly RefundRecord[]): RankFigures {
  const curve = captureCurve(ranked);
  return { curve, caughtAtReference: caughtAtReference(curve) };
}
