import type { ClaimedIdentity } from './claimed-identity.ts';

/** More sign-ins at the same time than one machine has. */
const MAX_GRANTS = 1000;

/** Who was granted what: from the sign-in until the console has fetched its token. */
export class GrantedIdentities {
  readonly #byGrant = new Map<string, ClaimedIdentity>();

  /** Keeps an identity. If there are too many, the oldest is forgotten. */
  keep(grantId: string, identity: ClaimedIdentity): void {
    const [oldest] = this.#byGrant.keys();
    if (oldest !== undefined && this.#byGrant.size >= MAX_GRANTS) this.#byGrant.delete(oldest);
    this.#byGrant.set(grantId, identity);
  }

  /** Returns the identity of a grant and forgets it: a code is exchanged once. */
  take(grantId: string): ClaimedIdentity {
    const identity = this.#byGrant.get(grantId);
    if (identity === undefined) throw new Error(`Nobody signed in for the grant ${grantId}.`);
    this.#byGrant.delete(grantId);
    return identity;
  }
}
