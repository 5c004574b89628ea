import type { LoadedStack } from '../assembly/load-stack.ts';
import type { Assembly } from '../assembly/read-assembly.ts';
import type { Services } from '../services.ts';

/** A stack, and the services it is deployed to. */
export interface Deployment {
  readonly stack: LoadedStack;
  readonly assembly: Assembly;
  readonly endpoint: string;
  readonly services: Services;
}
