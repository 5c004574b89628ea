import type { StepVariable } from '../contracts/steps.ts';

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
  readonly caseUrl: string;
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
    CASE_URL: wiring.caseUrl,
    AUDIT_KEY_ARN: wiring.auditKeyArn,
  };
  return Object.fromEntries(variables.map((variable) => [variable, values[variable]]));
}
