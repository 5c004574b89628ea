import { describe, expect, it } from 'vitest';
import { MAX_AHEAD_MINUTES } from '../../lib/app/take-event.ts';
import type { ProducedEvent } from '../../lib/demo/event-builders.ts';
import { asked, DAY, docked, employee, flag, lifted, MINUTE, START, scanned } from './events.ts';
import { Harness } from './harness.ts';

const CUSTOMER = { kind: 'customer', id: 'c_1' };
const LIMIT_MS = MAX_AHEAD_MINUTES * MINUTE;

/** Each event as its producer sends it whose clock says `at`. */
const EVENTS: readonly (readonly [string, (at: Date) => ProducedEvent])[] = [
  ['a refund', (at) => asked({}, at)],
  ['a scan', (at) => scanned({ step: 'unloading' }, at)],
  ['an employee', (at) => employee('emp_7', { role: 'clerk' }, at)],
  ['a flag', (at) => flag('flagged', CUSTOMER, at)],
  ['a cleared flag', (at) => flag('cleared', CUSTOMER, at)],
];

function sinceStart(ms: number): Date {
  return new Date(START.getTime() + ms);
}

function problemsOf(gate: Harness): readonly unknown[] {
  return gate.published.flatMap(({ data }) => ('problems' in data ? data.problems : []));
}

describe.each(EVENTS)('%s whose time is ahead of the gate’s clock', (_, build) => {
  it.each([DAY, 365 * DAY, LIMIT_MS + 1])('by %d ms is rejected, and changes nothing', async (ms) => {
    const gate = new Harness();
    expect(await gate.take(build(sinceStart(ms)))).toBe('rejected');
    expect(problemsOf(gate)).toMatchObject([
      { path: 'time' },
      ...(build(START).type.includes('scan') ? [{}] : []),
    ]);
    expect(gate.faults.calls.filter((call) => call !== 'publish')).toStrictEqual([]);
    expect(await gate.take(build(START))).toBe('taken');
  });

  it('by five minutes is taken: honest clocks differ', async () => {
    expect(await new Harness().take(build(sinceStart(LIMIT_MS)))).toBe('taken');
  });
});

describe('an event from a clock that is a day ahead', () => {
  it.each(['2099-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z'])(
    'in %s hides no insider who is found later, and no flag',
    async (time) => {
      const gate = new Harness();
      await gate.take(employee('emp_7', { role: 'clerk' }, new Date(time)));
      for (const one of lifted(CUSTOMER, new Date(time))) await gate.take(one);
      await gate.take(employee('emp_7', { role: 'clerk', status: 'confirmed_insider' }));
      await gate.take(flag('flagged', CUSTOMER));
      await gate.deliver(docked(), asked());
      expect(gate.told()).toStrictEqual(['held']);
      const codes = (await gate.row()).decision?.reasons.map(({ code }) => code);
      expect(codes).toStrictEqual(['S03_SUBJECT_FLAGGED', 'S02_EMPLOYEE_NOT_ACTIVE']);
    },
  );

  it('by five minutes hides no insider who is found four minutes later', async () => {
    const gate = new Harness();
    await gate.take(employee('emp_7', { role: 'clerk' }, sinceStart(LIMIT_MS)));
    for (const one of lifted(CUSTOMER, sinceStart(LIMIT_MS))) await gate.take(one);
    gate.now = sinceStart(LIMIT_MS - MINUTE);
    await gate.take(employee('emp_7', { role: 'clerk', status: 'confirmed_insider' }, gate.now));
    await gate.take(flag('flagged', CUSTOMER, gate.now));
    await gate.deliver(docked(), asked());
    const codes = (await gate.row()).decision?.reasons.map(({ code }) => code);
    expect(codes).toStrictEqual(['S03_SUBJECT_FLAGGED', 'S02_EMPLOYEE_NOT_ACTIVE']);
  });

  it('is rejected for the time of the scan itself too, whatever its envelope says', async () => {
    const gate = new Harness();
    const scan = scanned({ step: 'unloading' });
    const data = { ...Object(scan.data), eventTime: '9999-12-31T23:59:59.999-14:00' };
    expect(await gate.take({ ...scan, data })).toBe('rejected');
    expect(problemsOf(gate)).toMatchObject([{ path: 'data.eventTime' }]);
  });
});

describe('an event from a clock that is a day behind', () => {
  const YESTERDAY = sinceStart(-DAY);

  it('asks for a refund as of that day', async () => {
    const gate = new Harness();
    await gate.deliver(asked({}, YESTERDAY));
    const { askedAt, receivedAt } = await gate.row();
    expect([askedAt, receivedAt]).toStrictEqual([YESTERDAY.toISOString(), START.toISOString()]);
  });

  it('asks for a refund as of a week ago at most', async () => {
    const gate = new Harness();
    await gate.deliver(asked({}, sinceStart(-300 * DAY)));
    expect((await gate.row()).askedAt).toBe(sinceStart(-7 * DAY).toISOString());
  });

  it('counts as a scan of that day', async () => {
    const gate = new Harness();
    await gate.deliver(scanned({ step: 'unloading' }, YESTERDAY), asked());
    expect(gate.told()).toStrictEqual(['approved']);
  });

  it('lifts nothing that was heard since', async () => {
    const gate = new Harness();
    await gate.take(employee('emp_7', { status: 'suspended' }));
    await gate.take(flag('flagged', CUSTOMER));
    for (const by of ['hr_1', 'hr_2']) await gate.take(employee('emp_7', { by }, YESTERDAY));
    for (const one of lifted(CUSTOMER, YESTERDAY)) await gate.take(one);
    await gate.deliver(docked(), asked());
    const codes = (await gate.row()).decision?.reasons.map(({ code }) => code);
    expect(codes).toStrictEqual(['S03_SUBJECT_FLAGGED', 'S02_EMPLOYEE_NOT_ACTIVE']);
  });
});
