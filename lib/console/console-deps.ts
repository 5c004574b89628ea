import type { Context } from 'hono';
import type * as z from 'zod';
import type { CaseCommand } from '../app/cases/decide-case.ts';
import type { DeskStore } from '../app/console/desk-store.ts';
import type { Person } from '../app/console/person.ts';
import type { StopCommand } from '../app/manage-stops.ts';
import type { OverviewStore } from '../app/overview/overview-store.ts';
import type { Store } from '../app/ports.ts';
import type { ReviewCommand } from '../app/review-refund.ts';
import type { CaseAnswer } from '../contracts/case-answer.ts';
import type { ReviewResult } from '../contracts/review-result.ts';
import type { stopAnswerSchema } from '../contracts/step-contracts.ts';
import type { SignIn } from './sign-in.ts';

/** What the console needs from outside. It reads rows itself; whatever decides something is done by another function. */
export interface ConsoleDeps {
  readonly store: ConsoleStore;
  readonly now: () => Date;
  /** The console's own address, without a slash at the end. */
  readonly baseUrl: string;
  /** The currency of expected losses. */
  readonly baseCurrency: string;
  readonly signIn: SignIn;
  readonly review: (command: ReviewCommand) => Promise<ReviewResult>;
  readonly changeStop: (command: StopCommand) => Promise<z.infer<typeof stopAnswerSchema>>;
  readonly answerCase: (command: CaseCommand) => Promise<CaseAnswer>;
  /** Reports a fault: its name and the route, never what a person typed. */
  readonly report: (fault: {
    readonly route: string;
    readonly fault: string;
    readonly message: string;
  }) => void;
}

/** What the console reads, and the little that it writes. */
export type ConsoleStore = DeskStore &
  Pick<OverviewStore, 'openCounts' | 'decidedDays'> &
  Pick<
    Store,
    | 'refund'
    | 'trail'
    | 'ignoredScans'
    | 'order'
    | 'profile'
    | 'daysOf'
    | 'photoUses'
    | 'reviewers'
    | 'stops'
    | 'policy'
    | 'loginOwner'
    | 'casesOn'
    | 'openCases'
  >;

/** The types of the console's requests: who asks, once that is known, and AWS's authenticated caller if there is one. */
export interface ConsoleEnv {
  readonly Variables: { person: Person };
  readonly Bindings: {
    readonly event?: {
      readonly requestContext?: {
        readonly authorizer?: { readonly iam?: { readonly userArn?: string } };
      };
    };
  };
}

/** A request to the console. */
export type ConsoleContext = Context<ConsoleEnv>;
