import type { JsonObject } from '../json.ts';

/** An event that a bus has accepted. */
export interface BusEvent {
  /** Name of the bus. */
  readonly bus: string;
  readonly id: string;
  readonly source: string;
  readonly detailType: string;
  /** UTC to the second, as EventBridge writes it. */
  readonly time: string;
  readonly detail: JsonObject;
}
