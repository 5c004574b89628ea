import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleDraw } from '../../lib/app/judging/audit-sample.ts';
import { pinPolicy } from '../../lib/app/judging/policies.ts';
import { DEFAULT_POLICY } from '../../lib/contracts/policy-document.ts';
import { EventBuilder } from '../../lib/demo/event-builders.ts';
import { type HonestReturn, honestReturns } from '../../lib/demo/honest-returns.ts';
import { REPLAY_AUDIT_KEY, Replay } from '../../lib/replay/replay.ts';
import { outcomesBy, startTestGate, type Workbench, workbench } from './test-gate.ts';

const AT = new Date('2026-11-24T10:00:00.000Z');

let bench: Workbench;

beforeAll(async () => {
  bench = await workbench();
});

afterAll(() => bench.clean());

/** The first honest return whose order the key draws, and the one after it, which is not drawn. */
function drawnAndNot(): readonly HonestReturn[] {
  let from = 0;
  while (sampleDraw(REPLAY_AUDIT_KEY, `o_${from}`) >= DEFAULT_POLICY.auditPerMillion) from += 1;
  const build = new EventBuilder('audit');
  return honestReturns(build, { from, count: 2, start: new Date(AT.getTime() - from), apartMs: 1 });
}

async function throughServe(
  returns: readonly HonestReturn[],
  options: { readonly generatedSecret?: string } = {},
): Promise<readonly string[]> {
  const { aws, lines, put } = await startTestGate(bench, AT, options);
  try {
    await put(returns.flatMap(({ scans }) => scans));
    await aws.settle();
    await put(returns.map(({ refund }) => refund));
    await aws.settle();
    return lines;
  } finally {
    await aws.stop();
  }
}

describe('the audit sample', () => {
  it('draws the same refunds in the deployed system and in a replay', async () => {
    const returns = drawnAndNot();
    const replayed: string[] = [];
    const replay = new Replay({ policy: pinPolicy(DEFAULT_POLICY), write: (line) => replayed.push(line) });
    const events = [...returns.flatMap(({ scans }) => scans), ...returns.map(({ refund }) => refund)];
    for (const event of events) await replay.take(JSON.stringify(event));
    const served = outcomesBy(await throughServe(returns));
    expect(served).toStrictEqual(outcomesBy(replayed));
    const [drawn, other] = returns.map(({ refundId }) => served[refundId]);
    expect(drawn).toStrictEqual([
      expect.stringMatching(/^refundgate\.refund\.escalated\.v1 .*Q01_AUDIT_SAMPLE/),
    ]);
    expect(other).toStrictEqual([expect.stringMatching(/^refundgate\.refund\.approved\.v1 /)]);
  });

  it('decides nothing where its key cannot be had', async () => {
    expect(await throughServe(drawnAndNot(), { generatedSecret: '' })).toStrictEqual([]);
  });
});
