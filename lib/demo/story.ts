import { HOUR_MS, MINUTE_MS } from '../domain/shared/calendar.ts';
import { ATTESTORS, type BuiltScan, EventBuilder, type ProducedEvent } from './event-builders.ts';
import {
  aliased,
  blender,
  decoy,
  fullChain,
  honest,
  ipads,
  madeUpDock,
  mark,
  movement,
  scansByAlias,
  small,
  suspended,
  yen,
} from './story-cases.ts';

/** One scene of the story: what happens, the events it sends, and the expected outcome of each refund in it. */
export interface Scene {
  readonly title: string;
  readonly events: readonly ProducedEvent[];
  /** Expected outcomes at the end of the scene, by refund id or by the id of a rejected event. */
  readonly expected: Readonly<Record<string, Outcome>>;
}

/** The outcome of a refund, or of an event that is rejected. */
export type Outcome = 'approved' | 'held' | 'escalated' | 'denied' | 'rejected';

/** When the story begins. */
export const STORY_START = new Date('2026-11-22T09:00:00.000Z');

/** A clock that the scenes move on. */
class StoryTime {
  #at = STORY_START.getTime();

  after(ms: number): Date {
    this.#at += ms;
    return new Date(this.#at);
  }
}

/** Returns the story the demo plays: honest returns, the five iPads and the ways around the gate. */
export function story(): readonly Scene[] {
  const build = new EventBuilder('story');
  const time = new StoryTime();
  const next = (): Date => time.after(7 * MINUTE_MS);
  const scans = (list: readonly BuiltScan[]): readonly ProducedEvent[] =>
    list.map((scan) => build.scan(next(), scan));
  return [
    staff(build, next),
    {
      title: 'An honest return: every party on the way left its scan',
      events: [
        ...scans(fullChain('rma_honest', { grams: 410, serial: 'HP-88213' })),
        build.refund(next(), honest()),
      ],
      expected: { re_honest: 'approved' },
    },
    {
      title: 'Five iPads are marked "returned"; no parcel was ever scanned',
      events: [...scans([mark('rma_ipads', 'emp_8')]), build.refund(next(), ipads())],
      expected: { re_ipads: 'held' },
    },
    madeUp(build, next()),
    {
      title: 'The marker vouches for their own mark, under a second spelling of their login',
      events: [...scans(scansByAlias('rma_alias')), build.refund(next(), aliased())],
      expected: { re_alias: 'held' },
    },
    {
      title: 'A blender is refunded before the parcel is through the dock: it waits',
      events: [...scans([mark('rma_late', 'emp_7')]), build.refund(next(), blender())],
      expected: { re_late: 'held' },
    },
    {
      title: '… and the late scans wake it',
      events: scans([
        { rmaId: 'rma_late', step: 'arriving', attestor: ATTESTORS.dock },
        { rmaId: 'rma_late', step: 'storing', attestor: ATTESTORS.stower },
      ]),
      expected: { re_late: 'approved' },
    },
    {
      title: 'A decoy of the right weight: the parcel is real, nobody looked inside',
      events: [...scans(movement('rma_decoy', 228)), build.refund(next(), decoy())],
      expected: { re_decoy: 'held' },
    },
    {
      title: 'A second refund id on the unit that was just refunded',
      events: [build.refund(next(), { ...honest(), refundId: 're_twice' })],
      expected: { re_twice: 'escalated' },
    },
    {
      title: 'A refund marked by an employee who is suspended',
      events: [
        ...scans(fullChain('rma_susp', { grams: 300, serial: 'SW-2201' })),
        build.refund(next(), suspended()),
      ],
      expected: { re_suspended: 'held' },
    },
    {
      title: 'A lens paid in yen: no decimals to lose',
      events: [
        ...scans(fullChain('rma_yen', { grams: 520, serial: 'LENS-7714' })),
        build.refund(next(), yen()),
      ],
      expected: { re_yen: 'approved' },
    },
    {
      title: 'A small refund without a scan: asking a person would cost more than it may lose',
      events: [build.refund(next(), small())],
      expected: { re_small: 'approved' },
    },
    malformed(build, next()),
    {
      title: 'Three days pass; no scan came for the iPads, nobody opened the decoy, the suspension stands',
      events: [build.tick(time.after(3 * 24 * HOUR_MS + 2 * HOUR_MS))],
      expected: {
        re_ipads: 'escalated',
        re_alias: 'escalated',
        re_decoy: 'escalated',
        re_suspended: 'escalated',
      },
    },
  ];
}

function staff(build: EventBuilder, next: () => Date): Scene {
  const employee = (employeeId: string, role: string, status = 'active'): ProducedEvent =>
    build.event('employee.updated', next(), {
      employeeId,
      role,
      siteId: 'site_3',
      country: 'US',
      managerId: 'emp_9',
      teamId: `team_${role}`,
      status,
      by: 'hr_1',
      ...(role === 'reviewer' ? { logins: [`${employeeId}@example.com`] } : {}),
    });
  return {
    title: 'The staff of site 3; emp_13 is suspended',
    events: [
      employee('emp_7', 'clerk'),
      employee('emp_8', 'clerk'),
      employee('emp_21', 'inspector'),
      employee('emp_33', 'stower'),
      employee('emp_13', 'clerk', 'suspended'),
      employee('rev_1', 'reviewer'),
      employee('rev_2', 'reviewer'),
    ],
    expected: {},
  };
}

function madeUp(build: EventBuilder, time: Date): Scene {
  const event = build.scan(time, madeUpDock('rma_ipads'));
  const title =
    'The warehouse system says that the dock scanner saw the iPads; it may not speak for a machine';
  return { title, events: [event], expected: { [event.id]: 'rejected' } };
}

function malformed(build: EventBuilder, time: Date): Scene {
  const event = build.refund(time, {
    ...small(),
    refundId: 're_float',
    amount: { currency: 'EUR', minor: 19.99 },
  });
  return { title: 'An amount with a decimal point', events: [event], expected: { [event.id]: 'rejected' } };
}
