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
  /** Multiplies how long work waits for this person: below 1 is quick, above 1 is slow. */
  readonly pace: number;
}
