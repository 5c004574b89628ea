import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type BuildAppOptions, buildApp } from 'fauxqs';
import { dataFiles } from '../storage/check-data-dir.ts';
import { DamagedFileError, RESTORE_OR_LEAVE } from '../storage/damaged-file-error.ts';
import { DiskFullError } from '../storage/disk-full-error.ts';
import { isDiskFull, storageCause } from '../storage/storage-cause.ts';

type FauxqsStores = NonNullable<BuildAppOptions['stores']>;
/** The SQS store of fauxqs. */
export type QueueStore = FauxqsStores['sqsStore'];
/** One queue of fauxqs. */
export type FauxqsQueue = NonNullable<ReturnType<QueueStore['getQueueByArn']>>;
/** The SNS store of fauxqs. */
export type TopicStore = FauxqsStores['snsStore'];
/** A message as a queue of fauxqs stores it. */
export type QueuedMessage = Parameters<FauxqsQueue['enqueue']>[0];
type Persistence = NonNullable<QueueStore['persistence']>;

/** SQS and SNS in this process: the stores, and the HTTP application that serves them. */
export interface Fauxqs {
  readonly queues: QueueStore;
  readonly topics: TopicStore;
  readonly app: ReturnType<typeof buildApp>;
  /** Returns a message that can be put into a queue. */
  newMessage(body: string, delaySeconds: number): QueuedMessage;
  /** Runs `work` so that either all of its writes are saved or none, even if the process is killed. */
  atomically<T>(work: () => T): T;
  close(): Promise<void>;
}

/**
 * Opens fauxqs without its own port: `startFauxqs` binds every network interface, and this must bind none.
 *
 * With a data folder everything is written to SQLite before the response. A killed process loses nothing, because the
 * kernel has the data. (A power cut may lose the last writes, because the disk is not flushed.)
 */
export async function openFauxqs(dataDir: string | undefined): Promise<Fauxqs> {
  const { SqsStore, SnsStore, S3Store } = await importStores();
  const stores: FauxqsStores = { sqsStore: new SqsStore(), snsStore: new SnsStore(), s3Store: new S3Store() };
  // With an empty host, queue URLs have the host that the client called, and not a name that may not resolve.
  stores.sqsStore.host = '';
  const durability = dataDir === undefined ? undefined : await openDurability(dataDir, stores);
  const app = buildApp({ logger: false, host: '', stores });
  await app.ready();
  return {
    queues: stores.sqsStore,
    topics: stores.snsStore,
    app,
    newMessage: (body, delaySeconds) => SqsStore.createMessage(body, {}, delaySeconds || undefined),
    atomically: durability?.atomically ?? ((work) => work()),
    close: async () => {
      await app.close();
      durability?.close();
    },
  };
}

interface StoreClasses {
  readonly SqsStore: {
    new (): FauxqsStores['sqsStore'];
    createMessage(
      body: string,
      attributes: Record<string, never>,
      delaySeconds: number | undefined,
    ): QueuedMessage;
  };
  readonly SnsStore: new () => FauxqsStores['snsStore'];
  readonly S3Store: new () => FauxqsStores['s3Store'];
  readonly PersistenceManager: new (dataDir: string) => Persistence;
}

/** Imports the stores. The package exports `buildApp` but not the stores it needs; they are next to its main file. */
async function importStores(): Promise<StoreClasses> {
  const main = import.meta.resolve('fauxqs');
  const [sqs, sns, s3, persistence] = await Promise.all(
    ['sqs/sqsStore.js', 'sns/snsStore.js', 's3/s3Store.js', 'persistence.js'].map(
      (file) => import(/* @vite-ignore */ new URL(file, main).href),
    ),
  );
  return { ...sqs, ...sns, ...s3, ...persistence };
}

interface Durability {
  atomically<T>(work: () => T): T;
  close(): void;
}

async function openDurability(dataDir: string, stores: FauxqsStores): Promise<Durability> {
  const { PersistenceManager } = await importStores();
  const { persistence, database } = openDatabase(dataDir, PersistenceManager, stores);
  const atomically = <T>(work: () => T): T => {
    if (database.isTransaction) return work();
    database.exec('BEGIN');
    try {
      const result = work();
      database.exec('COMMIT');
      return result;
    } catch (error) {
      // If the disk is full, the transaction has already ended.
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  };
  repairPersistence(persistence, database);
  attach(persistence, stores, atomically);
  return { atomically, close: () => persistence.close() };
}

/**
 * Opens the database of the queues and loads its contents.
 * @throws DiskFullError, DamagedFileError.
 */
function openDatabase(
  dataDir: string,
  PersistenceManager: StoreClasses['PersistenceManager'],
  stores: FauxqsStores,
): { readonly persistence: Persistence; readonly database: DatabaseSync } {
  let persistence: Persistence | undefined;
  try {
    mkdirSync(dataDir, { recursive: true });
    persistence = new PersistenceManager(dataDir);
    const database: unknown = Reflect.get(persistence, 'db');
    if (!(database instanceof DatabaseSync)) throw new Error('fauxqs no longer keeps its database in `db`.');
    const [check] = Object.values(database.prepare('PRAGMA quick_check').get() ?? {});
    if (check !== 'ok') throw new Error(String(check));
    // SQLite's log survives a killed process even if not every write is flushed to the disk.
    database.exec('PRAGMA synchronous = NORMAL');
    // The functions that held messages ended with the last process, so their messages may be received again at once.
    database.exec('UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL');
    persistence.loadSqsAndSns(stores.sqsStore, stores.snsStore);
    return { persistence, database };
  } catch (cause) {
    persistence?.close();
    if (isDiskFull(cause)) throw new DiskFullError(dirname(dataDir), { cause });
    const damage = `cannot be read (${storageCause(cause)})`;
    throw new DamagedFileError(join(dataDir, dataFiles.queueDatabase), damage, RESTORE_OR_LEAVE, { cause });
  }
}

/** Repairs fauxqs 2.4.1: it writes NULL into a NOT NULL column, so making a message visible again fails. */
function repairPersistence(persistence: Persistence, database: DatabaseSync): void {
  const release = database.prepare(
    'UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL WHERE message_id = ?',
  );
  persistence.updateMessageReady = (messageId) => void release.run(messageId);
}

/** Makes all queues, loaded and new ones, write their changes to the database. */
function attach(persistence: Persistence, stores: FauxqsStores, atomically: Durability['atomically']): void {
  // A move to the dead-letter queue is a delete and an insert. A process killed in between would lose the message.
  const moveAtomically = (queue: FauxqsQueue): FauxqsQueue => {
    const dequeue = queue.dequeue.bind(queue);
    queue.dequeue = (...args) => atomically(() => dequeue(...args));
    return queue;
  };
  const createQueue = stores.sqsStore.createQueue.bind(stores.sqsStore);
  stores.sqsStore.createQueue = (...args) => moveAtomically(createQueue(...args));
  stores.sqsStore.persistence = persistence;
  stores.snsStore.persistence = persistence;
  for (const queue of stores.sqsStore.allQueues()) {
    queue.persistence = persistence;
    moveAtomically(queue);
  }
}
