import type { EndReview, PinnedPolicy, Publish, SendMail, StartGate, Store } from './ports.ts';

/** All that the use cases need of the world. */
export interface GateDeps {
  readonly store: Store;
  /** The present policy: new refunds are pinned to it, and it may tighten earlier ones. */
  readonly policy: PinnedPolicy;
  /** A policy that is judged by beside the present one, and acts on nothing. */
  readonly shadow?: PinnedPolicy | undefined;
  readonly now: () => Date;
  /** The key of the audit sample. */
  readonly auditKey: string;
  readonly publish: Publish;
  readonly startGate: StartGate;
  readonly endReview: EndReview;
  readonly sendMail: SendMail;
  /** Where a refund under review is read, without its id; empty when there is no page. */
  readonly caseUrl: string;
  /** How long reviewers have, in seconds; the workflow's own time-out is the same. */
  readonly slaSeconds: number;
}

/** What a use case takes of it: some parts, and some methods of the store. */
export type Uses<Part extends Exclude<keyof GateDeps, 'store'>, Method extends keyof Store> = Pick<
  GateDeps,
  Part
> & { readonly store: Pick<Store, Method> };
