import { type DeployedProducers, producersSection, TRIAL } from '../contracts/deployed-producers.ts';
import { registerDocumentSchema } from '../contracts/register-document.ts';
import { watchedProducers } from '../contracts/watched-producers.ts';
import { MAX_QUIET_HOURS } from './quiet-producers.ts';
import { readDocumentFile } from './read-document-file.ts';

/** A value of the context key `producers`, or what is wrong with it. */
export type ProducersSetting = { readonly producers: DeployedProducers } | { readonly problem: string };

const ALLOWED =
  '-c producers=FILE, the path of a producers register in JSON, ' +
  'or -c producers=open, with which everybody is believed and a person decides from R1’s value on';

/** Returns who may say what, from the path of a register or the word `open`. There is no default: each has consequences. */
export function readProducersSetting(got: unknown): ProducersSetting {
  if (got === undefined || got === '') return { problem: `needed: ${ALLOWED}` };
  if (typeof got !== 'string' || got.trimStart().startsWith('{')) {
    return { problem: `a file now, and no longer JSON: ${ALLOWED}` };
  }
  if (got === 'open' || got === TRIAL) return { producers: got };
  const read = readDocumentFile(got, registerDocumentSchema, 'producers register');
  if ('problem' in read) return { problem: `${ALLOWED}, but ${read.problem}` };
  const { document } = read;
  const nobody = document.producers.find(
    ({ accounts, roles }) => accounts === undefined && roles === undefined,
  );
  if (nobody !== undefined) {
    return {
      problem: `a register in which each source lists accounts or roles; "${nobody.source}" does not`,
    };
  }
  const unwatchable = watchedProducers({ producers: producersSection(document) }).find(
    ({ quietHours }) => !Number.isInteger(quietHours) || quietHours < 1 || quietHours > MAX_QUIET_HOURS,
  );
  if (unwatchable !== undefined) {
    const { source } = unwatchable;
    return {
      problem: `a register in which quietFor is 1 to ${MAX_QUIET_HOURS} whole hours, as an alarm can tell; that of "${source}" is not`,
    };
  }
  return { producers: document };
}
