/** The data with which the issuer's thread starts. */
export interface IssuerStart {
  /** The one address that a sign-in returns to. */
  readonly redirectUri: string;
  /** The one client, and the audience of its tokens. */
  readonly clientId: string;
  /** Shared memory with the milliseconds by which virtual time is ahead, as one signed 64-bit integer. */
  readonly clockOffset: SharedArrayBuffer | undefined;
}

/** The message of the thread when it answers requests. */
export interface IssuerReady {
  readonly issuer: string;
}
