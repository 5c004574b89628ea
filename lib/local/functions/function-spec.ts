/** What is needed to run a deployed function. */
export interface FunctionSpec {
  readonly name: string;
  readonly arn: string;
  /** The bundled module on disk. */
  readonly modulePath: string;
  /** The name under which the handler is exported. */
  readonly handlerName: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  /** How many calls may run at the same time; other calls wait. */
  readonly maxConcurrency: number;
  readonly clockOffset: SharedArrayBuffer;
  /** Called with what the function prints. */
  readonly log: (text: string) => void;
}
