/**
 * Thrown at start when the template uses a feature that the embedded AWS does not support.
 *
 * Ignoring the feature would mean that a local run tests a different system than the deployed one.
 */
export class UnsupportedFeatureError extends Error {
  /** Logical id of the resource, with the state or rule in it if there is one. */
  readonly where: string;
  /** What was found there: a type, property, field, operator or function. */
  readonly feature: string;

  constructor(where: string, feature: string, allowed: string) {
    super(`${where}: the embedded AWS does not support ${feature}; ${allowed}`);
    this.name = 'UnsupportedFeatureError';
    this.where = where;
    this.feature = feature;
  }
}
