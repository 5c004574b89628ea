import type { StepVariable } from '../../contracts/steps.ts';

/** Thrown at a function's first call when an environment variable is missing. */
export class MissingVariableError extends Error {
  override readonly name = 'MissingVariableError';

  constructor(variable: StepVariable) {
    super(`The environment variable ${variable} is not set; the deployment must set it.`);
  }
}

/**
 * Returns an environment variable of a step.
 * @throws MissingVariableError when it is not set.
 */
export function variable(name: StepVariable): string {
  const value = process.env[name];
  if (value === undefined) throw new MissingVariableError(name);
  return value;
}
