import { OPEN, type Register } from '../domain/producers/register.ts';
import { judgingHalf, type RegisterDocument } from './register-document.ts';

/**
 * The word for a gate on this machine without a register: everybody is believed, and the rule that `open` has on AWS is
 * off. A stack of this word cannot be deployed to AWS.
 */
export const TRIAL = 'trial';

/** Who may say what in a deployment: what a register says, or everybody everything. */
export type DeployedProducers = RegisterDocument | typeof OPEN | typeof TRIAL;

/** Returns the section `producers` of the policies of a deployment; undefined if they have none. */
export function producersSection(producers: DeployedProducers): Register | typeof OPEN | undefined {
  if (producers === TRIAL) return undefined;
  return producers === OPEN ? OPEN : judgingHalf(producers);
}
