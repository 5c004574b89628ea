/** What a worker thread is started with. */
export interface WorkerStart {
  /** The file that holds the handler, and the name it is exported under. */
  readonly moduleUrl: string;
  readonly handlerName: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMb: number;
  /** Shared milliseconds by which virtual time is ahead, one signed 64-bit integer. */
  readonly clockOffset: SharedArrayBuffer;
}

/** One call, to a worker. */
export interface WorkerCall {
  readonly requestId: string;
  /** The event as JSON. */
  readonly payload: string;
  readonly timeoutMs: number;
}

/** From a worker: it is loaded, it could not be loaded, or a call has ended. */
export type WorkerReport =
  | { readonly kind: 'ready' }
  | { readonly kind: 'broken'; readonly payload: string }
  | { readonly kind: 'answered'; readonly payload: string }
  | { readonly kind: 'failed'; readonly payload: string };

/** How Lambda writes an error into its answer. */
export interface FunctionErrorPayload {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
}
