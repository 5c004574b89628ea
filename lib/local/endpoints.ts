/** The addresses of an embedded AWS, known as soon as its ports are bound. */
export interface Endpoints {
  /** `http://127.0.0.1:PORT`, for any SDK or CLI. */
  readonly endpoint: string;
  /** `http://127.0.0.1:PORT` of the stack's HTTP API, for browsers. */
  readonly apiEndpoint: string;
}
