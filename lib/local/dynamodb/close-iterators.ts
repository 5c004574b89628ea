import { Readable } from 'node:stream';
import type { Store } from 'dynalite/db/index.js';

/**
 * Closes iterators that dynalite 4.0.0 leaves open after each query and listing. An open iterator and the state of the
 * tables it reads stay in memory until the store is closed. A stream made from an iterable closes the iterator when
 * the stream ends or is destroyed.
 */
export function closeIterators({ db }: Store): void {
  db.createKeyStream = (options) => Readable.from(db.keys(options ?? {}));
  db.createValueStream = (options) => Readable.from(db.values(options ?? {}));
}
