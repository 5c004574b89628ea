import { describe, expect, it } from 'vitest';
import { pinPolicy } from '../../../lib/app/judging/policies.ts';
import type { RunRecords } from '../../../lib/lab/backtest/records.ts';
import { runPolicy } from '../../../lib/lab/backtest/run-policy.ts';
import type { WorldSource } from '../../../lib/lab/backtest/world-source.ts';
import { aPolicy, eur } from '../../builders.ts';
import { DEAR, file, HOUR, START } from '../replay-file.ts';
import { aReview, aTrueClerk, aTruth, aWorld } from './small-world.ts';

const MINUTE = 60_000;

/** An amount that two people decide. */
const VERY_DEAR = { amount: eur(1_200_000), captured: eur(1_200_000) };

async function run(world: WorldSource, casesPerDay?: number): Promise<RunRecords> {
  const policy = aPolicy();
  return runPolicy({ world, policy: pinPolicy(policy), valuation: policy, casesPerDay });
}

describe('a run of one policy', () => {
  it('lets the reviewer decide what is escalated, at the time the truth says', async () => {
    const events = file();
    const { refunds, desk } = await run(
      aWorld([events.refund(0, DEAR)], [aTruth({ ifReviewed: [aReview({ afterMinutes: 90 })] })]),
    );
    expect(refunds).toHaveLength(1);
    expect(refunds[0]).toMatchObject({
      valueMinor: 600_000,
      escalatedAtMs: START,
      approvedAtMs: START + 90 * MINUTE,
      approvedBy: 'reviewer',
      deniedAtMs: null,
    });
    expect(desk).toStrictEqual({ cases: 1, answers: 1, refusedAnswers: 0, unanswered: 0 });
  });

  it('plays the answer between the events of the world, before what comes after it', async () => {
    const events = file();
    const { refunds } = await run(
      aWorld(
        [
          events.refund(0, DEAR),
          events.refund(1, { refundId: 're_2', orderId: 'o_2', rmaId: 'rma_2', customerId: 'c_2' }),
          events.tick(3),
        ],
        [
          aTruth({
            ifReviewed: [aReview({ decision: 'deny', verdict: 'nothing_arrived', afterMinutes: 120 })],
          }),
          aTruth({ refundId: 're_2' }),
        ],
      ),
    );
    expect(refunds[0]).toMatchObject({ deniedAtMs: START + 2 * HOUR, approvedAtMs: null });
  });

  it('asks two reviewers where the policy wants two', async () => {
    const events = file();
    const ifReviewed = [aReview(), aReview({ reviewerId: 'rev_2', afterMinutes: 200 })];
    const { refunds, desk } = await run(aWorld([events.refund(0, VERY_DEAR)], [aTruth({ ifReviewed })]));
    expect(refunds[0]?.approvedAtMs).toBe(START + 200 * MINUTE);
    expect(desk).toMatchObject({ answers: 2, refusedAnswers: 0 });
  });

  it('asks the next when a reviewer stands in the case, and asks nobody after a denial', async () => {
    const events = file();
    const ifReviewed = [
      aReview({ reviewerId: 'emp_7' }),
      aReview({ reviewerId: 'rev_2', decision: 'deny', verdict: 'nothing_arrived', afterMinutes: 300 }),
      aReview({ reviewerId: 'rev_3', afterMinutes: 310 }),
    ];
    const { refunds, desk, rejectedEvents } = await run(
      aWorld([events.refund(0, DEAR)], [aTruth({ ifReviewed })]),
    );
    expect(refunds[0]).toMatchObject({ deniedAtMs: START + 300 * MINUTE, approvedAtMs: null });
    expect(desk).toStrictEqual({ cases: 1, answers: 2, refusedAnswers: 1, unanswered: 0 });
    expect(rejectedEvents).toBe(0);
  });

  it('rejects an event that is dated years ahead, and goes on from where it was', async () => {
    const events = file();
    const wrong = { ...events.tick(1), time: '9999-12-31T23:59:59.000Z' };
    const { refunds, rejectedEvents } = await run(aWorld([events.refund(0, DEAR), wrong], [aTruth()]));
    expect(refunds[0]?.escalatedAtMs).toBe(START);
    expect(rejectedEvents).toBe(1);
  });

  it('goes on after the last event until what was held is escalated and decided', async () => {
    const events = file();
    const { refunds } = await run(
      aWorld(
        [events.refund(0)],
        [aTruth({ ifReviewed: [aReview({ decision: 'deny', verdict: 'nothing_arrived' })] })],
      ),
    );
    const { escalatedAtMs, deniedAtMs, lacksScan } = refunds[0] ?? {};
    expect(escalatedAtMs).toBe(START + 72 * HOUR);
    expect(deniedAtMs).toBe(START + 73 * HOUR);
    expect(lacksScan).toBe(true);
  });

  it('with a capacity takes the cases up one by one', async () => {
    const events = file();
    const other = { refundId: 're_2', orderId: 'o_2', rmaId: 'rma_2', customerId: 'c_2', links: {} };
    const world = aWorld(
      [events.refund(0, DEAR), events.refund(0, { ...VERY_DEAR, ...other })],
      [aTruth(), aTruth({ refundId: 're_2', ifReviewed: [aReview(), aReview({ reviewerId: 'rev_2' })] })],
    );
    const { refunds } = await run(world, 2);
    const ends = refunds.map(({ approvedAtMs }) => ((approvedAtMs ?? 0) - START) / HOUR);
    expect(ends.toSorted((a, b) => a - b)).toStrictEqual([1, 13]);
    const unlimited = await run(world);
    expect(unlimited.refunds.map(({ approvedAtMs }) => approvedAtMs)).toStrictEqual([
      START + HOUR,
      START + HOUR,
    ]);
  });

  it('tells apart what the gate rejected and what has no truth, and does not score it', async () => {
    const events = file();
    const { refunds, untold, rejectedEvents, employees } = await run(
      aWorld(
        ['{', events.refund(0), events.refund(1, { refundId: 're_9', orderId: 'o_9' })],
        [aTrueClerk(), aTruth()],
      ),
    );
    expect(refunds.map(({ refundId }) => refundId)).toStrictEqual(['re_1']);
    expect([untold, rejectedEvents]).toStrictEqual([1, 1]);
    expect(employees).toStrictEqual([
      { employeeId: 'emp_7', role: 'clerk', insider: null, siteId: null, caseOpenedAtMs: null },
    ]);
  });

  it('gives the same records each time', async () => {
    const events = file();
    const world = aWorld([events.refund(0, DEAR), events.dock(5), events.tick(80)], [aTruth()]);
    expect(await run(world)).toStrictEqual(await run(world));
  });
});
