import type { AccountsBySource } from '../contracts/register-document.ts';
import type { EndReview, PinnedPolicy, Publish, StartGate, Store } from './ports.ts';
import type { SendMail } from './review/mail.ts';

/** Everything that the use cases need from outside. */
export interface GateDeps {
  readonly store: Store;
  /** The present policy: new refunds are pinned to it, and it may tighten earlier ones. */
  readonly policy: PinnedPolicy;
  /** A policy that is only tried: refunds are also judged by it, but nothing acts on the result. */
  readonly shadow?: PinnedPolicy | undefined;
  readonly now: () => Date;
  /** The key of the audit sample. */
  readonly auditKey: string;
  readonly publish: Publish;
  readonly startGate: StartGate;
  readonly endReview: EndReview;
  readonly sendMail: SendMail;
  /** The console's own address, without a slash at the end; empty if there is no console. */
  readonly consoleUrl: string;
  /** The accounts that may send as each source; only the intake has them. Absent without a register. */
  readonly accounts?: AccountsBySource | undefined;
  /** How long reviewers have, in seconds; the workflow's own time-out is the same. */
  readonly slaSeconds: number;
}

/** What one use case needs of `GateDeps`: some fields, and some methods of the store. */
export type Uses<Part extends Exclude<keyof GateDeps, 'store'>, Method extends keyof Store> = Pick<
  GateDeps,
  Part
> & { readonly store: Pick<Store, Method> };
