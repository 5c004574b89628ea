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
/** A message as a queue of fauxqs holds it. */
export type QueuedMessage = Parameters<FauxqsQueue['enqueue']>[0];
type Persistence = NonNullable<QueueStore['persistence']>;

/** SQS and SNS in this process: the stores, and the HTTP application over them. */
export interface Fauxqs {
  readonly queues: QueueStore;
  readonly topics: TopicStore;
  readonly app: ReturnType<typeof buildApp>;
  /** A message ready to be put into a queue. */
  newMessage(body: string, delaySeconds: number): QueuedMessage;
  /** Runs `work` so that a killed process leaves all of its writes or none. */
  atomically<T>(work: () => T): T;
  close(): Promise<void>;
}

/**
 * fauxqs without its own port: `startFauxqs` binds every interface, and this must bind none.
 *
 * With a data folder everything is written through to SQLite before it is answered. A killed process loses nothing:
 * the pages are with the kernel. (A power cut may lose the last writes, for the disk is not forced to keep them.)
 */
export async function openFauxqs(dataDir: string | undefined): Promise<Fauxqs> {
  const { SqsStore, SnsStore, S3Store } = await importStores();
  const stores: FauxqsStores = { sqsStore: new SqsStore(), snsStore: new SnsStore(), s3Store: new S3Store() };
  // An empty host makes queue URLs of the host a client spoke to, instead of a name that may not resolve.
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

/** The package exports `buildApp` but not the stores it takes; they lie next to its main file. */
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
      // A full disk has ended the transaction already.
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  };
  repairPersistence(persistence, database);
  attach(persistence, stores, atomically);
  return { atomically, close: () => persistence.close() };
}

/** Opens the database of the queues and loads what it holds. Throws DiskFullError, DamagedFileError. */
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
    // The log survives a killed process without a flush of the disk at every write.
    database.exec('PRAGMA synchronous = NORMAL');
    // The holder of a message ended with the last process: it may be taken again at once.
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

/** fauxqs 2.4.1 writes NULL into a NOT NULL column here, so that making a message visible again fails. */
function repairPersistence(persistence: Persistence, database: DatabaseSync): void {
  const release = database.prepare(
    'UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL WHERE message_id = ?',
  );
  persistence.updateMessageReady = (messageId) => void release.run(messageId);
}

/** Writes every queue through, those loaded and those to come. */
function attach(persistence: Persistence, stores: FauxqsStores, atomically: Durability['atomically']): void {
  // A move to the dead-letter queue is a delete and an insert: a process killed in between would lose the message.
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
