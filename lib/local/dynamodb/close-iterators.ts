import { Readable } from 'node:stream';
import type { Store } from 'dynalite/db/index.js';

/**
 * dynalite 4.0.0 leaves the iterator of each query and listing open: it and the state of the tables it reads stay in
 * memory until the store is closed. A stream made of an iterable closes it at its end and when it is destroyed.
 */
export function closeIterators({ db }: Store): void {
  db.createKeyStream = (options) => Readable.from(db.keys(options ?? {}));
  db.createValueStream = (options) => Readable.from(db.values(options ?? {}));
}
