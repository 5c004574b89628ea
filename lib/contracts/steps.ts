/**
 * The environment variables of the Lambdas: the infrastructure sets exactly these, the handlers read exactly these.
 */
export type StepVariable =
  | 'TABLE_NAME'
  | 'BUS_NAME'
  | 'GATE_MACHINE_ARN'
  | 'REVIEW_MACHINE_ARN'
  | 'TOPIC_ARN'
  | 'AUDIT_KEY_ARN'
  | 'CONSOLE_URL'
  | 'SIGN_IN'
  | 'DEPLOYMENT_NAME';

/** One Lambda of the workflow: its file is `lambdas/<id>.ts`. */
export interface Step {
  /** What it does, in one sentence; becomes the function's description. */
  readonly summary: string;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  readonly variables: readonly StepVariable[];
}

/** The table of steps: every Lambda there is, by the stem of its file. */
export const STEPS = {
  intake: {
    summary: 'Takes events from the queue, writes them down and starts the gate.',
    timeoutSeconds: 30,
    memoryMegabytes: 256,
    variables: ['TABLE_NAME', 'BUS_NAME', 'GATE_MACHINE_ARN'],
  },
  'check-scan-evidence': {
    summary: 'Checks what independent scans say about a return.',
    timeoutSeconds: 10,
    memoryMegabytes: 256,
    variables: ['TABLE_NAME'],
  },
  'check-value-thresholds': {
    summary: 'Checks whether the amount fits the order, the limits and the linked sums.',
    timeoutSeconds: 10,
    memoryMegabytes: 256,
    variables: ['TABLE_NAME'],
  },
  'check-employee-risk': {
    summary: 'Checks what is known against the people and sessions behind a refund.',
    timeoutSeconds: 10,
    memoryMegabytes: 256,
    variables: ['TABLE_NAME'],
  },
  'decide-refund': {
    summary: 'Judges the three findings by every policy that applies and writes the outcome.',
    timeoutSeconds: 15,
    memoryMegabytes: 256,
    variables: ['TABLE_NAME', 'AUDIT_KEY_ARN'],
  },
  'publish-release': {
    summary: 'Takes a last look at the stops and publishes an approved refund.',
    timeoutSeconds: 10,
    memoryMegabytes: 256,
    variables: ['TABLE_NAME', 'BUS_NAME'],
  },
  'announce-outcome': {
    summary: 'Publishes that a refund is held, escalated or denied.',
    timeoutSeconds: 10,
    memoryMegabytes: 256,
    variables: ['TABLE_NAME', 'BUS_NAME'],
  },
  'open-review': {
    summary: 'Opens a review or asks again: keeps the task token and sends the e-mail.',
    timeoutSeconds: 15,
    memoryMegabytes: 256,
    variables: ['TABLE_NAME', 'BUS_NAME', 'TOPIC_ARN', 'CONSOLE_URL'],
  },
  'review-refund': {
    summary: 'Takes a reviewer’s decision by the rules of four eyes.',
    timeoutSeconds: 15,
    memoryMegabytes: 256,
    variables: ['TABLE_NAME', 'BUS_NAME'],
  },
  'manage-stops': {
    summary: 'Sets and lifts kill switches: one person sets, two lift.',
    timeoutSeconds: 10,
    memoryMegabytes: 256,
    variables: ['TABLE_NAME'],
  },
  console: {
    summary: 'Shows the case console, the page where people decide, and takes what they answer.',
    timeoutSeconds: 29,
    memoryMegabytes: 512,
    variables: ['TABLE_NAME', 'CONSOLE_URL', 'SIGN_IN', 'DEPLOYMENT_NAME'],
  },
  'manage-cases': {
    summary: 'Takes a supervisor’s answer to a case on an employee: two clear it, one watches or hands over.',
    timeoutSeconds: 15,
    memoryMegabytes: 256,
    variables: ['TABLE_NAME', 'BUS_NAME'],
  },
  sweep: {
    summary:
      'Starts the gate again for every refund whose time has come, sends digests of mails, counts open reviews.',
    timeoutSeconds: 60,
    memoryMegabytes: 256,
    variables: ['TABLE_NAME', 'GATE_MACHINE_ARN', 'TOPIC_ARN', 'CONSOLE_URL'],
  },
  'prepare-roll-up': {
    summary: 'Lists the days of subjects that are to be rolled up, in batches.',
    timeoutSeconds: 30,
    memoryMegabytes: 256,
    variables: ['TABLE_NAME'],
  },
  'roll-up-subjects': {
    summary: 'Rolls up the days of one batch of subjects into their profiles.',
    timeoutSeconds: 60,
    memoryMegabytes: 256,
    variables: ['TABLE_NAME'],
  },
  'make-baselines': {
    summary: 'Makes the night’s snapshot of peers, opens the cases it asks for, counts what people decided.',
    timeoutSeconds: 300,
    memoryMegabytes: 512,
    variables: ['TABLE_NAME', 'BUS_NAME'],
  },
} as const satisfies Record<string, Step>;

/** The stem of a step's file in every layer. */
export type StepId = keyof typeof STEPS;

/** After how many seconds a refund that nobody decided is escalated again: the review machine's time-out. */
export const REVIEW_SLA_SECONDS = 24 * 60 * 60;
