import { describe, expect, it } from 'vitest';
import { parseEventLine } from '../../../lib/contracts/parse-event.ts';
import type { ProducedEvent } from '../../../lib/demo/event-builders.ts';
import { Ledger } from '../../../lib/lab/backtest/ledger.ts';
import type { ReadDecision } from '../../../lib/lab/backtest/read-output.ts';
import { readOutput } from '../../../lib/lab/backtest/read-output.ts';
import { TruthBook } from '../../../lib/lab/backtest/truth-book.ts';
import { aPolicy } from '../../builders.ts';
import { file, HOUR, START } from '../replay-file.ts';
import { aTrueClerk, aTruth } from './small-world.ts';

function truthOfAll(): TruthBook {
  const truth = new TruthBook();
  for (const one of [aTrueClerk(), aTruth()]) truth.add(one);
  return truth;
}

function aLedger(...events: readonly ProducedEvent[]): Ledger {
  const ledger = new Ledger(truthOfAll(), aPolicy());
  for (const event of events) {
    const parsed = parseEventLine(JSON.stringify(event));
    if (parsed.ok) ledger.event(parsed.event);
  }
  return ledger;
}

const decided = (atHour: number, overrides: Partial<ReadDecision> = {}): ReadDecision => ({
  refundId: 're_1',
  outcome: 'held',
  atMs: START + atHour * HOUR,
  by: 'policy',
  codes: ['E01'],
  fraudProbability: null,
  expectedLoss: null,
  quorum: 1,
  ...overrides,
});

const scored = (probability: number, minor: number): Partial<ReadDecision> => ({
  fraudProbability: probability,
  expectedLoss: { currency: 'EUR', minor },
});

describe('the ledger', () => {
  it('keeps the first loss, the highest, and the loss and probability of the first verdict', () => {
    const ledger = aLedger(file().refund(0));
    ledger.decision(decided(0, scored(0.5, 500)));
    ledger.decision(decided(1, scored(0.9, 900)));
    ledger.decision(decided(2, { outcome: 'escalated', ...scored(0.7, 700) }));
    ledger.decision(decided(3, { outcome: 'escalated', by: 'timeout', codes: ['P03'], ...scored(0.8, 800) }));
    ledger.decision(decided(4, { outcome: 'approved', by: 'reviewer:rev_1', ...scored(0.1, 100) }));
    ledger.decision(decided(5, { outcome: 'approved', by: 'policy' }));
    ledger.decision(decided(6, { outcome: 'denied', by: 'reviewer:rev_1' }));
    expect(ledger.close().refunds[0]).toMatchObject({
      firstLossMinor: 500,
      highestLossMinor: 900,
      verdictLossMinor: 700,
      fraudProbability: 0.7,
      escalatedAtMs: START + 2 * HOUR,
      escalationCodes: ['E01'],
      approvedAtMs: START + 4 * HOUR,
      approvedBy: 'reviewer',
      deniedAtMs: START + 6 * HOUR,
    });
  });

  it('tells losses in the base currency, and the value where no model gives one', () => {
    const ledger = aLedger(file().refund(0));
    expect(ledger.lossOf(decided(0))).toBe(20_000);
    const usd = decided(0, { expectedLoss: { currency: 'USD', minor: 1000 } });
    expect(ledger.lossOf(usd)).toBe(860);
    ledger.decision(usd);
    expect(ledger.close().refunds[0]).toMatchObject({ firstLossMinor: 860, verdictLossMinor: null });
  });

  it('takes a request once, however often it comes', () => {
    const events = file();
    const ledger = aLedger(events.refund(0), events.refund(5));
    expect(ledger.close().refunds.map(({ requestedAtMs }) => requestedAtMs)).toStrictEqual([START]);
  });

  it.each([
    ['attested', 72, false],
    ['attested', 73, true],
    ['instant', 168, false],
    ['instant', 169, true],
  ] as const)(
    'looks for scans of an %s refund as long as it may be held: one after %d hours',
    (trigger, hours, lacks) => {
      const events = file();
      const ledger = aLedger(events.refund(0, { trigger }), events.dock(hours));
      expect(ledger.close().refunds[0]?.lacksScan).toBe(lacks);
    },
  );

  it('counts a refund of a currency without a rate with value zero', () => {
    const amount = { currency: 'USD', minor: 5000 };
    const event = file().refund(0, { amount, captured: amount });
    const ledger = new Ledger(truthOfAll(), aPolicy({ ratesPpm: { EUR: 1_000_000 } }));
    const parsed = parseEventLine(JSON.stringify(event));
    if (parsed.ok) ledger.event(parsed.event);
    const { refunds, unvalued } = ledger.close();
    expect([refunds[0]?.valueMinor, unvalued]).toStrictEqual([0, 1]);
  });

  it('keeps the first case on an employee, and where he works', () => {
    const events = file();
    const ledger = aLedger();
    const update = {
      employeeId: 'emp_7',
      role: 'clerk',
      siteId: 'site_3',
      country: 'DE',
      status: 'active',
      by: 'hr',
    };
    const parsed = parseEventLine(
      JSON.stringify({ ...events.tick(0), type: 'refundgate.employee.updated.v1', data: update }),
    );
    if (parsed.ok) ledger.event(parsed.event);
    ledger.caseOpened('emp_7', START);
    ledger.caseOpened('emp_7', START + HOUR);
    expect(ledger.close().employees).toStrictEqual([
      { employeeId: 'emp_7', role: 'clerk', insider: null, siteId: 'site_3', caseOpenedAtMs: START },
    ]);
  });
});

it('a line of output that opens a case on an employee is read as one; on an account it accuses nobody', () => {
  const event = { time: new Date(START).toISOString(), data: { employeeId: 'emp_7', q: 0.97 } };
  const line = (type: string): string => JSON.stringify({ type, ...event });
  expect(readOutput(line('refundgate.employee.case-opened.v1'))).toStrictEqual({
    kind: 'case',
    employeeId: 'emp_7',
    atMs: START,
  });
  expect(readOutput(line('refundgate.account.case-opened.v1'))).toStrictEqual({ kind: 'other' });
  expect(readOutput(line('refundgate.lookback.completed.v1'))).toStrictEqual({ kind: 'other' });
});
