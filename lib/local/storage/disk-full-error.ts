/** Thrown when there is no space left to open a data folder. */
export class DiskFullError extends Error {
  readonly dataDir: string;

  constructor(dataDir: string, options?: ErrorOptions) {
    super(`The disk of the data folder ${dataDir} is full; free some space and start again.`, options);
    this.name = 'DiskFullError';
    this.dataDir = dataDir;
  }
}
