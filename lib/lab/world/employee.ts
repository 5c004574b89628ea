import type { TrueEmployee } from '../truth.ts';

/** Somebody who works here. */
export interface Employee {
  readonly id: string;
  readonly role: TrueEmployee['role'];
  readonly siteId: string;
  readonly country: string;
  readonly zoneHours: number;
  readonly managerId: string | undefined;
  readonly teamId: string;
  /** When the shift begins, hours local time; a shift lasts `SHIFT_HOURS`. */
  readonly shiftHour: number;
  readonly startsMs: number;
  readonly stationId: string;
  /** Share of marks made from the desk before the parcel is through the dock: a few people's bad habit. */
  readonly marksEarly: number;
  /** Multiplies how long this person's work waits: some are quick. */
  readonly pace: number;
}
