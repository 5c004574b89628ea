import type { DeclaredProducer } from '../contracts/register-document.ts';

/** A system that sends events: its `source`, and the accounts or roles it sends from. */
export type SendingSystem = Pick<DeclaredProducer, 'source' | 'accounts' | 'roles'>;

/** The systems around a merchant's returns, named by what they are. A preset declares those that its merchant owns. */
export interface Places {
  readonly shop: SendingSystem;
  readonly hr: SendingSystem;
  readonly lossPrevention: SendingSystem;
  readonly carriers: readonly CarrierPlace[];
  readonly sites: readonly SitePlace[];
}

/** A carrier, and the system that reports its scans. */
export interface CarrierPlace extends SendingSystem {
  readonly id: string;
}

/** A place that takes returns in. */
export interface SitePlace {
  readonly id: string;
  /** The fixed machines at the dock, one by one. */
  readonly dock: SendingSystem & {
    readonly scanners: readonly string[];
    readonly scales: readonly string[];
  };
  /** The warehouse system in which its people scan, and the interfaces that count stock there. */
  readonly warehouse: SendingSystem & { readonly counters: readonly string[] };
  /** The company that runs the site for the merchant, if one does. */
  readonly thirdParty: SendingSystem & { readonly id: string };
}
