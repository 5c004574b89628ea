import { describe, expect, test } from 'vitest';
import {
  OUTBOUND_DATA,
  type OutcomeData,
  outboundEvent,
  outcomeSchema,
} from '../../lib/contracts/outbound-events.ts';
import { because, REASONS, type ReasonCode } from '../../lib/domain/shared/reasons.ts';
import { eur, NOW, scanFinding } from '../builders.ts';
import { MISSING, withField } from './event-surgery.ts';

const { code, facts } = because('E01_NO_INDEPENDENT_SCAN', { asked: 1, kinds: ['dock'] });

const OUTCOME: OutcomeData = {
  refundId: 're_1',
  orderId: 'o_1',
  outcome: 'held',
  decidedAt: NOW.toISOString(),
  by: 'policy',
  amount: eur(20_000),
  policy: { version: '2026-11-22.1', hash: `sha256:${'0'.repeat(64)}` },
  producers: 'open',
  scores: { fraudProbability: null, evidence: null, expectedLoss: null },
  reasons: [{ code, message: REASONS[code].message, weightDb: null, facts: { ...facts } }],
  witnesses: scanFinding().witnesses.map((witness) => ({ ...witness, kinds: [...witness.kinds] })),
  collusion: { required: 2, observed: 0 },
  waitingFor: ['dock'],
  dueAt: NOW.toISOString(),
};

function pathsOf(data: unknown): readonly string[] {
  const parsed = outcomeSchema.safeParse(data);
  return parsed.success ? [] : parsed.error.issues.map((issue) => issue.path.join('.'));
}

describe('an outcome', () => {
  test('is what the interface says, and carries nothing else', () => {
    expect(outcomeSchema.parse(OUTCOME)).toStrictEqual(OUTCOME);
  });

  test.each(['policy', 'timeout', 'reviewer:rev_1'])('may be decided by %s', (by) => {
    expect(pathsOf({ ...OUTCOME, by })).toStrictEqual([]);
  });

  test.each(Object.keys(REASONS))('may give the reason %s', (reason) => {
    expect(pathsOf(withField(OUTCOME, 'reasons.0.code', reason))).toStrictEqual([]);
  });

  test('may carry scores, once there are any', () => {
    const scores = { fraudProbability: 0.42, evidence: 0.31, expectedLoss: eur(104_800) };
    expect(pathsOf({ ...OUTCOME, scores })).toStrictEqual([]);
  });

  test.each([
    ['outcome', 'approve'],
    ['by', 'reviewer:'],
    ['by', 'somebody'],
    ['decidedAt', '2026-11-22'],
    ['policy.hash', 'sha256:0'],
    ['amount.minor', 0],
    ['reasons', []],
    ['reasons.0.code', 'toString'],
    ['reasons.0.code', 'E99_UNHEARD_OF'],
    ['collusion.observed', 0.5],
    ['scores', MISSING],
    ['witnesses.0.independent', 'yes'],
  ])('is none when %s is %o', (path, value) => {
    expect(pathsOf(withField(OUTCOME, path, value))).toStrictEqual([path]);
  });
});

test('an event to publish is a CloudEvent of the gate, and its data passes the schema of its type', () => {
  const event = outboundEvent({
    type: 'refundgate.refund.held.v1',
    id: 're_1.1',
    time: NOW,
    data: OUTCOME,
  });
  expect(event).toStrictEqual({
    specversion: '1.0',
    id: 're_1.1',
    source: 'refundgate',
    type: 'refundgate.refund.held.v1',
    time: '2026-11-22T10:00:00.000Z',
    datacontenttype: 'application/json',
    data: OUTCOME,
  });
  expect(OUTBOUND_DATA[event.type].safeParse(event.data).success).toBe(true);
});

test('every reason code has a message to publish', () => {
  const codes = Object.keys(REASONS) as ReasonCode[];
  for (const one of codes) expect(REASONS[one].message.length).toBeGreaterThan(10);
});
