import { STEPS, type StepId } from '../contracts/steps.ts';

/** All steps, in the order of the table of steps. */
export const STEP_IDS: readonly StepId[] = Object.keys(STEPS).filter(isStepId);

function isStepId(word: string): word is StepId {
  return Object.hasOwn(STEPS, word);
}
