/** The data with which a worker thread starts. */
export interface WorkerStart {
  /** The file that holds the handler, and the name under which the handler is exported. */
  readonly moduleUrl: string;
  readonly handlerName: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMb: number;
  /** Shared memory with the milliseconds by which virtual time is ahead, as one signed 64-bit integer. */
  readonly clockOffset: SharedArrayBuffer;
}

/** A message to a worker: one call. */
export interface WorkerCall {
  readonly requestId: string;
  /** The event as JSON. */
  readonly payload: string;
  readonly timeoutMs: number;
}

/** A message from a worker: it is loaded, it could not be loaded, or a call has ended. */
export type WorkerReport =
  | { readonly kind: 'ready' }
  | { readonly kind: 'broken'; readonly payload: string }
  | { readonly kind: 'answered'; readonly payload: string }
  | { readonly kind: 'failed'; readonly payload: string };

/** An error as Lambda writes it into its response. */
export interface FunctionErrorPayload {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
}
