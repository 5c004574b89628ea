/** The types of the parts of dynalite 4.0.0 that are used here; the package has no types. */
declare module 'dynalite/db/index.js' {
  type Callback = (error: unknown, result?: unknown) => void;
  type Item = Record<string, Record<string, unknown>>;
  interface KeySchemaElement {
    readonly AttributeName: string;
  }
  interface Index {
    readonly IndexName: string;
    readonly IndexStatus?: string;
    readonly KeySchema: readonly KeySchemaElement[];
  }
  interface Table {
    readonly TableName: string;
    readonly KeySchema: readonly KeySchemaElement[];
    readonly TableStatus: string;
    readonly GlobalSecondaryIndexes?: readonly Index[];
    readonly LocalSecondaryIndexes?: readonly Index[];
  }
  interface IndexActions {
    readonly puts: readonly { readonly index: string; readonly key: string; readonly item: Item }[];
    readonly deletes: readonly { readonly index: string; readonly key: string }[];
  }
  type Write =
    | { readonly type: 'put'; readonly key: string; readonly value: Item }
    | { readonly type: 'del'; readonly key: string };
  interface Store {
    readonly db: {
      open(): Promise<void>;
      close(callback: Callback): void;
      batch(writes: readonly Write[], callback: Callback): void;
      keys(options: object): AsyncIterable<unknown>;
      values(options: object): AsyncIterable<unknown>;
      createKeyStream(options?: object): NodeJS.ReadableStream;
      createValueStream(options?: object): NodeJS.ReadableStream;
    };
    readonly tableDb: {
      awsAccountId: string;
      awsRegion: string;
      put(name: string, table: Table, callback: Callback): void;
    };
    getTable(name: string, mustBeActive: boolean, callback: (error: unknown, table?: Table) => void): void;
  }
  interface Database {
    create(options: {
      readonly path?: string;
      readonly createTableMs: number;
      readonly deleteTableMs: number;
      readonly updateTableMs: number;
    }): Store;
    createKey(item: Item, table: Table): string;
    itemSize(item: Item): number;
    getIndexActions(
      indexes: readonly Index[],
      existing: Item | null | undefined,
      item: Item | null | undefined,
      table: Table,
    ): IndexActions;
    updateIndexes(
      store: Store,
      table: Table,
      existing: Item | null | undefined,
      item: Item | null | undefined,
      callback: Callback,
    ): void;
    checkConditional(
      data: Record<string, unknown>,
      existing: Item | undefined,
    ): { body?: Record<string, unknown> } | null | undefined;
  }
  const database: Database;

  export type { Callback, Index, IndexActions, Item, Store, Table, Write };
  export default database;
}

declare module 'dynalite/validations/index.js' {
  const validations: {
    checkTypes(data: object, types: unknown): Record<string, unknown>;
    checkValidations(data: object, types: unknown, custom: unknown, store: unknown): void;
  };
  export default validations;
}
