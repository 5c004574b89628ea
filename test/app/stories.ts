import { subjectsOf } from '../../lib/app/history/reservations.ts';
import { pinPolicy } from '../../lib/app/judging/policies.ts';
import type { PinnedPolicy } from '../../lib/app/ports.ts';
import { aPolicy, rulesOnly } from '../builders.ts';
import { asked, DAY, docked, employee, fullChain, HOUR, MINUTE, tooLight, unseen } from './events.ts';
import type { Harness } from './harness.ts';

/** Something that happens to a gate, and how it may end. */
export interface Story {
  readonly title: string;
  readonly tell: (gate: Harness) => Promise<void>;
  /** The sets of statuses the refunds may end in, by refund; any other is a defect, whatever failed on the way. */
  readonly ends: readonly Readonly<Record<string, string>>[];
  /** The present policy; that of a harness by itself if it names none. */
  readonly policy?: PinnedPolicy;
  /** What is left behind beside, which must be the same whatever failed on the way. */
  readonly leaves?: (gate: Harness) => Promise<unknown>;
}

/** Long enough for every sweep and repeat, too short for a deadline. */
const A_WHILE = 3 * HOUR;

const DEAR = {
  amount: { currency: 'EUR', minor: 1_200_000 },
  captured: { currency: 'EUR', minor: 1_200_000 },
} as const;

const OVER_LIMIT = {
  amount: { currency: 'EUR', minor: 600_000 },
  captured: { currency: 'EUR', minor: 600_000 },
} as const;

const SMALL = {
  customerId: 'c_1',
  amount: { currency: 'EUR', minor: 12_000 },
  captured: { currency: 'EUR', minor: 12_000 },
} as const;

/** One false attestation is ground enough to open a case. */
const WARY = pinPolicy(
  rulesOnly({
    employeeRisk: {
      ...aPolicy().employeeRisk,
      openCase: {
        falseAttestations: 1,
        falseAttestationsRatio: 0,
        falseAttestationsWeight: 0,
        reviewers: 1,
        days: 1,
      },
    },
  }),
);

/** Returns what the histories of all subjects of these refunds hold, each subject once, and who has a case. */
async function historiesOf(gate: Harness, refundIds: readonly string[]): Promise<unknown> {
  const rows = await Promise.all(refundIds.map((id) => gate.row(id)));
  const refs = rows.flatMap(({ request }) => subjectsOf(request));
  const subjects = await Promise.all(
    refs.map(async (ref) => {
      const days = await gate.memory.daysOf(ref, '0000-01-01', '9999-12-31');
      const { weeks, rolledUpThrough, caseOpenedOn } = await gate.memory.profile(ref, 'strong');
      const told = days.flatMap(({ entries }) => entries).map((entry) => JSON.stringify(entry));
      return { ref, entries: told.toSorted(), weeks, rolledUpThrough, caseOpenedOn };
    }),
  );
  const group = { role: 'clerk', country: 'DE', siteId: 'site_9' } as const;
  const cases = gate.published.filter(({ type }) => type === 'refundgate.employee.case-opened.v1');
  return {
    subjects,
    baselines: await gate.memory.baselines(group),
    cases: [...new Set(cases.map(({ id }) => id))],
  };
}

/** Each story in which something may fail. */
export const STORIES: readonly Story[] = [
  {
    title: 'an honest return with all its scans',
    tell: async (gate) => {
      await gate.deliver(...fullChain(), asked());
      await gate.pass(A_WHILE);
    },
    ends: [{ re_1: 'published' }],
  },
  {
    title: 'a hold that a late scan ends',
    tell: async (gate) => {
      await gate.deliver(asked());
      await gate.pass(2 * HOUR);
      await gate.deliver(docked());
      await gate.pass(A_WHILE);
    },
    ends: [{ re_1: 'published' }],
  },
  {
    title: 'a hold that nothing ends',
    tell: async (gate) => {
      await gate.deliver(asked(), tooLight());
      await gate.pass(3 * DAY + A_WHILE);
    },
    ends: [{ re_1: 'escalated' }],
  },
  {
    title: 'a second refund id on the same unit',
    tell: async (gate) => {
      await gate.deliver(docked(), asked(), asked({ refundId: 're_2' }));
      await gate.pass(A_WHILE);
    },
    ends: [
      { re_1: 'published', re_2: 'escalated' },
      { re_1: 'escalated', re_2: 'published' },
    ],
  },
  {
    title: 'small refunds without a scan, one more than the customer’s budget takes',
    tell: async (gate) => {
      for (const id of ['re_1', 're_2', 're_3']) await gate.deliver(asked(unseen(id, SMALL)));
      await gate.pass(A_WHILE);
    },
    ends: [
      { re_1: 'published', re_2: 'published', re_3: 'held' },
      { re_1: 'published', re_2: 'held', re_3: 'published' },
      { re_1: 'held', re_2: 'published', re_3: 'published' },
    ],
  },
  {
    title: 'two people who approve',
    tell: async (gate) => {
      await gate.deliver(...fullChain(), asked(DEAR));
      await gate.pass(A_WHILE);
      for (const reviewerId of ['rev_1', 'rev_2']) {
        await gate.insist(() => gate.review({ reviewerId }));
        await gate.run();
      }
      await gate.pass(A_WHILE);
    },
    ends: [{ re_1: 'published' }],
  },
  {
    title: 'one who denies, and the unit is asked for under another id',
    tell: async (gate) => {
      await gate.deliver(...fullChain(), asked(DEAR));
      await gate.pass(A_WHILE);
      await gate.insist(() => gate.review({ reviewerId: 'rev_1', decision: 'deny' }));
      await gate.run();
      await gate.pass(A_WHILE);
      await gate.deliver(asked({ refundId: 're_2' }));
      await gate.pass(A_WHILE);
    },
    ends: [{ re_1: 'denied', re_2: 'escalated' }],
  },
  {
    title: 'nobody who decides in time',
    tell: async (gate) => {
      await gate.deliver(...fullChain(), asked(DEAR));
      await gate.pass(2 * DAY + A_WHILE);
    },
    ends: [{ re_1: 'escalated' }],
  },
  {
    title: 'a stop between the checks and the decision, lifted later',
    tell: async (gate) => {
      gate.beforeDecision = async () => {
        await gate.stop('all');
      };
      await gate.deliver(...fullChain(), asked());
      await gate.pass(A_WHILE);
      await gate.lift('all');
      await gate.pass(A_WHILE);
    },
    ends: [{ re_1: 'published' }],
  },
  {
    title: 'a stop between the checks and the decision that nobody lifts',
    tell: async (gate) => {
      gate.beforeDecision = async () => {
        await gate.stop('customer:c_1');
      };
      await gate.deliver(...fullChain(), asked());
      await gate.pass(3 * DAY + A_WHILE);
    },
    ends: [{ re_1: 'escalated' }],
  },
  {
    title: 'a stop right after the run, lifted later',
    tell: async (gate) => {
      await gate.deliver(...fullChain(), asked());
      await gate.stop('all');
      await gate.pass(A_WHILE);
      await gate.lift('all');
      await gate.pass(A_WHILE + MINUTE);
    },
    ends: [{ re_1: 'published' }],
  },
  {
    title: 'a refund paid unseen whose dock scan comes a day later',
    tell: async (gate) => {
      await gate.deliver(asked(unseen('re_1', SMALL)));
      await gate.pass(DAY);
      await gate.insist(() => gate.rollUp());
      await gate.deliver(docked());
      await gate.pass(3 * DAY + A_WHILE);
      await gate.insist(() => gate.rollUp());
    },
    ends: [{ re_1: 'published' }],
    leaves: (gate) => historiesOf(gate, ['re_1']),
  },
  {
    title: 'a false attestation that opens a case at night',
    policy: WARY,
    tell: async (gate) => {
      await gate.deliver(
        employee('emp_7', { role: 'clerk' }),
        employee('rev_1'),
        ...fullChain(),
        asked(OVER_LIMIT),
      );
      await gate.pass(A_WHILE);
      const command = { reviewerId: 'rev_1', decision: 'deny', verdict: 'false_attestation' } as const;
      await gate.insist(() => gate.review(command));
      await gate.run();
      await gate.pass(DAY);
      for (const _night of [1, 2]) {
        await gate.insist(() => gate.rollUp());
        await gate.pass(DAY);
      }
    },
    ends: [{ re_1: 'denied' }],
    leaves: (gate) => historiesOf(gate, ['re_1']),
  },
];
