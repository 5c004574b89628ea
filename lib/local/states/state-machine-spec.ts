import type { StateMachine as LibraryMachine } from 'aws-local-stepfunctions';
import type { JsonObject } from '../json.ts';
import type { PreparedDefinition } from './prepare-definition.ts';

/** A state machine as the template declares it. */
export interface StateMachineSpec {
  readonly name: string;
  readonly arn: string;
  readonly logicalId: string;
  readonly type: 'STANDARD' | 'EXPRESS';
  readonly definition: JsonObject;
}

/** A machine, with the time at which it was deployed. */
export interface DeployedSpec extends StateMachineSpec {
  readonly createdMs: number;
}

/** A machine that can be started. */
export interface DeployedMachine {
  readonly spec: DeployedSpec;
  readonly prepared: PreparedDefinition;
  readonly library: LibraryMachine;
}
