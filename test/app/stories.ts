import { asked, DAY, docked, fullChain, HOUR, MINUTE, tooLight, unseen } from './events.ts';
import type { Harness } from './harness.ts';

/** Something that happens to a gate, and how it may end. */
export interface Story {
  readonly title: string;
  readonly tell: (gate: Harness) => Promise<void>;
  /** The sets of statuses the refunds may end in, by refund; any other is a defect, whatever failed on the way. */
  readonly ends: readonly Readonly<Record<string, string>>[];
}

/** Long enough for every sweep and repeat, too short for a deadline. */
const A_WHILE = 3 * HOUR;

const DEAR = {
  amount: { currency: 'EUR', minor: 1_200_000 },
  captured: { currency: 'EUR', minor: 1_200_000 },
} as const;

const SMALL = {
  customerId: 'c_1',
  amount: { currency: 'EUR', minor: 12_000 },
  captured: { currency: 'EUR', minor: 12_000 },
} as const;

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
      { re_1: 'published', re_2: 'published', re_3: 'escalated' },
      { re_1: 'published', re_2: 'escalated', re_3: 'published' },
      { re_1: 'escalated', re_2: 'published', re_3: 'published' },
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
    title: 'one who denies, and the unit is refunded under another id',
    tell: async (gate) => {
      await gate.deliver(...fullChain(), asked(DEAR));
      await gate.pass(A_WHILE);
      await gate.insist(() => gate.review({ reviewerId: 'rev_1', decision: 'deny' }));
      await gate.run();
      await gate.pass(A_WHILE);
      await gate.deliver(asked({ refundId: 're_2' }));
      await gate.pass(A_WHILE);
    },
    ends: [{ re_1: 'denied', re_2: 'published' }],
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
];
