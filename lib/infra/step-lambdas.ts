import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { ResourceNames } from '../contracts/names.ts';
import type { StepId } from '../contracts/steps.ts';
import type { DeployedRules } from './bundle.ts';
import { pascalCase } from './pascal-case.ts';
import { PERMISSIONS } from './permissions.ts';
import { createStepCode } from './step-code.ts';
import { STEP_IDS } from './step-ids.ts';
import { StepLambda } from './step-lambda.ts';
import { statementsFor } from './step-statements.ts';
import { UnbundledCode } from './unbundled-code.ts';
import type { Wiring } from './wiring.ts';

/** The steps by which people act: the console, the kill switch and the review. */
const CALLED_BY_PEOPLE: readonly StepId[] = ['console', 'manage-cases', 'manage-stops', 'review-refund'];

/** What all steps share. */
export interface StepLambdasProps {
  readonly names: ResourceNames;
  readonly wiring: Wiring;
  /** What they judge by. */
  readonly rules: DeployedRules;
  /** How many concurrent calls are reserved for each step that people call. */
  readonly reservedConcurrency: number | undefined;
}

/** Every Lambda of the workflow, made from the table of steps and the table of permissions. */
export class StepLambdas extends Construct {
  readonly #byStep: ReadonlyMap<StepId, StepLambda>;

  constructor(scope: Construct, id: string, props: StepLambdasProps) {
    super(scope, id);
    const { names, wiring, rules, reservedConcurrency } = props;
    const codeOf = Stack.of(this).bundlingRequired ? createStepCode(rules) : () => new UnbundledCode();
    this.#byStep = new Map(
      STEP_IDS.map((step) => [
        step,
        new StepLambda(this, pascalCase(step), {
          step,
          functionName: names.lambda(step),
          code: codeOf(step),
          wiring,
          statements: statementsFor(PERMISSIONS[step], wiring),
          reservedConcurrency: CALLED_BY_PEOPLE.includes(step) ? reservedConcurrency : undefined,
        }),
      ]),
    );
  }

  /** Returns the Lambda of a step. */
  of(step: StepId): StepLambda {
    const lambda = this.#byStep.get(step);
    if (lambda === undefined) throw new RangeError(`There is no Lambda of step "${step}".`);
    return lambda;
  }

  /** Returns the Lambdas of all steps that match. */
  where(matches: (step: StepId) => boolean): readonly StepLambda[] {
    return STEP_IDS.filter(matches).map((step) => this.of(step));
  }
}
