/** The CloudEvents and EventBridge `source` of every event the gate itself publishes. */
export const GATE_SOURCE = 'refundgate';

/** The prefix of all physical names unless a deployment chooses another. */
export const DEFAULT_NAME = 'refund-gate';

/** The name of the sparse index that lists what is due, by `dueQueue` and `dueAt`. */
export const DUE_INDEX = 'due';

/**
 * The name of the sparse index that lists open reviews, by `reviewQueue` and `reviewRank` (highest first), and what people
 * decided, by outcome and day.
 */
export const REVIEWS_INDEX = 'reviews';

/** What the index of open reviews holds of a refund, apart from its keys: enough to count it without its row. */
export const REVIEW_ATTRIBUTES = ['reviewAskedAt', 'reviewBaseMinor'] as const;

/** The AWS names of a refund gate's parts, so that the command line finds them without a lookup. */
export interface ResourceNames {
  readonly bus: string;
  readonly table: string;
  readonly topic: string;
  readonly intakeQueue: string;
  readonly gateMachine: string;
  readonly reviewMachine: string;
  readonly nightlyMachine: string;
  /** The physical name of a step's Lambda function. */
  readonly lambda: (step: string) => string;
}

/**
 * Returns the AWS names of all parts of the refund gate called `name`.
 * @param name - 1 to 24 characters of `a-z`, `0-9` and `-`.
 */
export function resourceNames(name: string = DEFAULT_NAME): ResourceNames {
  if (!/^[a-z0-9-]{1,24}$/.test(name)) {
    throw new RangeError(`A deployment's name is 1 to 24 of a-z, 0-9 and "-"; got ${JSON.stringify(name)}.`);
  }
  return {
    bus: name,
    table: name,
    topic: `${name}-reviews`,
    intakeQueue: `${name}-intake`,
    gateMachine: `${name}-gate`,
    reviewMachine: `${name}-review`,
    nightlyMachine: `${name}-nightly`,
    lambda: (step) => `${name}-${step}`,
  };
}
