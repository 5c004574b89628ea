import type { QueuePlace } from '../../contracts/queue-answer.ts';
import type { Sessions } from '../../domain/people/sessions.ts';
import type { Leases } from '../../domain/refund/leases.ts';
import type { SaveResult } from '../ports.ts';

/** A part of the list of open reviews. */
export interface QueuePart {
  readonly places: readonly QueuePlace[];
  /** False if the list ends here. */
  readonly more: boolean;
}

/** What the console keeps: who is signed in and who has taken what. None of it decides anything about a refund. */
export interface DeskStore {
  /** The sessions of an employee, as last written. */
  sessions(employeeId: string): Promise<Sessions>;
  saveSessions(employeeId: string, sessions: Sessions, seenVersion: number): Promise<SaveResult>;
  /** Who has taken which refund, as last written. */
  leases(): Promise<Leases>;
  saveLeases(leases: Leases, seenVersion: number): Promise<SaveResult>;
  /**
   * The open reviews after a place, the largest expected loss first, in one read. May lag a moment: a refund in it may
   * have been decided.
   * @param after - the place to start after; undefined starts at the top.
   */
  openReviews(after: QueuePlace | undefined, limit: number): Promise<QueuePart>;
}
