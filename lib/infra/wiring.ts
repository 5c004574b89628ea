import type { StepId, StepVariable } from '../contracts/steps.ts';

/** The resources that steps use. A step's environment and role are made from them. */
export interface Wiring {
  readonly tableName: string;
  readonly tableArn: string;
  readonly busName: string;
  readonly busArn: string;
  readonly intakeQueueArn: string;
  readonly gateMachineArn: string;
  readonly reviewMachineArn: string;
  readonly topicArn: string;
  /** The dead-letter queue of scheduled runs. */
  readonly failedRunsArn: string;
  /** The console's own address, without a slash at the end. */
  readonly consoleUrl: string;
  /** How people sign in to the console, as JSON. */
  readonly signIn: string;
  /** The prefix of every physical name. */
  readonly deploymentName: string;
  /** Returns the ARN of a step's function. */
  readonly functionArn: (step: StepId) => string;
  /** The secret with the console's client secret at the issuer; undefined for a public client. */
  readonly clientSecretArn: string | undefined;
  /** The secret that holds the key of the audit sample: its ARN, never its value. */
  readonly auditKeyArn: string;
}

/** Returns the environment of a step: exactly the variables it reads, and no others. */
export function environmentOf(variables: readonly StepVariable[], wiring: Wiring): Record<string, string> {
  const values: Record<StepVariable, string> = {
    TABLE_NAME: wiring.tableName,
    BUS_NAME: wiring.busName,
    GATE_MACHINE_ARN: wiring.gateMachineArn,
    REVIEW_MACHINE_ARN: wiring.reviewMachineArn,
    TOPIC_ARN: wiring.topicArn,
    AUDIT_KEY_ARN: wiring.auditKeyArn,
    CONSOLE_URL: wiring.consoleUrl,
    SIGN_IN: wiring.signIn,
    DEPLOYMENT_NAME: wiring.deploymentName,
  };
  return Object.fromEntries(variables.map((variable) => [variable, values[variable]]));
}
