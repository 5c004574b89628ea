import { Construct } from 'constructs';
import type { ResourceNames } from '../contracts/names.ts';
import type { DeployedPolicyDocuments } from '../contracts/policy-document.ts';
import type { StepId } from '../contracts/steps.ts';
import { pascalCase } from './pascal-case.ts';
import { PERMISSIONS } from './permissions.ts';
import { createStepCode } from './step-code.ts';
import { STEP_IDS } from './step-ids.ts';
import { StepLambda } from './step-lambda.ts';
import { statementsFor } from './step-statements.ts';
import type { Wiring } from './wiring.ts';

/** What all steps share. */
export interface StepLambdasProps {
  readonly names: ResourceNames;
  readonly wiring: Wiring;
  readonly policies: DeployedPolicyDocuments;
}

/** Every Lambda of the workflow, made from the table of steps and the table of permissions. */
export class StepLambdas extends Construct {
  readonly #byStep: ReadonlyMap<StepId, StepLambda>;

  constructor(scope: Construct, id: string, { names, wiring, policies }: StepLambdasProps) {
    super(scope, id);
    const codeOf = createStepCode(policies);
    this.#byStep = new Map(
      STEP_IDS.map((step) => [
        step,
        new StepLambda(this, pascalCase(step), {
          step,
          functionName: names.lambda(step),
          code: codeOf(step),
          wiring,
          statements: statementsFor(PERMISSIONS[step], wiring),
        }),
      ]),
    );
  }

  /** Answers the Lambda of a step. */
  of(step: StepId): StepLambda {
    const lambda = this.#byStep.get(step);
    if (lambda === undefined) throw new RangeError(`There is no Lambda of step "${step}".`);
    return lambda;
  }

  /** Answers the Lambdas of all steps whose permissions are like this. */
  where(matches: (step: StepId) => boolean): readonly StepLambda[] {
    return STEP_IDS.filter(matches).map((step) => this.of(step));
  }
}
