/**
 * Raised at start when the template uses what the embedded AWS does not run.
 *
 * Silence here would make a local run prove something about a system that is not the deployed one.
 */
export class UnsupportedFeatureError extends Error {
  /** Logical id of the resource, with the state or rule in it where there is one. */
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
