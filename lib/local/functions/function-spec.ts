/** What it takes to run a deployed function. */
export interface FunctionSpec {
  readonly name: string;
  readonly arn: string;
  /** The bundled module on disk. */
  readonly modulePath: string;
  /** The name the handler is exported under. */
  readonly handlerName: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  /** How many calls may run at the same time; further ones wait. */
  readonly maxConcurrency: number;
  readonly clockOffset: SharedArrayBuffer;
  /** Receives what the function prints. */
  readonly log: (text: string) => void;
}
