import type { ProducedEvent } from '../../../lib/demo/event-builders.ts';
import { TruthBook } from '../../../lib/lab/backtest/truth-book.ts';
import type { OpenWorld, WorldSource } from '../../../lib/lab/backtest/world-source.ts';
import type { ReviewIfAsked, TrueEmployee, TrueRefund, Truth } from '../../../lib/lab/truth.ts';

/** What is true of an honest refund nobody doubts, unless told otherwise. */
export function aTruth(overrides: Partial<TrueRefund> = {}): TrueRefund {
  return {
    kind: 'refund',
    refundId: 're_1',
    fraud: false,
    method: null,
    happened: 'goods_came',
    insiderIds: [],
    ifReviewed: [aReview()],
    ...overrides,
  };
}

/** What a reviewer would say. */
export function aReview(overrides: Partial<ReviewIfAsked> = {}): ReviewIfAsked {
  return { reviewerId: 'rev_1', decision: 'approve', verdict: 'genuine', afterMinutes: 60, ...overrides };
}

/** An honest clerk. */
export function aTrueClerk(overrides: Partial<TrueEmployee> = {}): TrueEmployee {
  return { kind: 'employee', employeeId: 'emp_7', role: 'clerk', insider: null, ...overrides };
}

const DAYS = 30;

/** A hand-made world of 30 days in memory. */
export function aWorld(
  events: readonly (ProducedEvent | string)[],
  truths: readonly Truth[],
  startsAt = '2026-11-22T00:00:00.000Z',
): WorldSource {
  const lines = events.map((event) => (typeof event === 'string' ? event : JSON.stringify(event)));
  return {
    name: 'hand-made',
    days: async () => DAYS,
    open: async (): Promise<OpenWorld> => {
      const truth = new TruthBook();
      truth.add({ kind: 'world', seed: 7, days: DAYS, startsAt, refunds: truths.length });
      for (const one of truths) truth.add(one);
      return { truth, lines: inOrder(lines), progress: () => 1 };
    },
  };
}

async function* inOrder(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}
