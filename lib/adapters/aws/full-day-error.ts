import type { SubjectRef } from '../../domain/refund/subject.ts';

/** Thrown when the item of a subject's day is full, after about 3,000 refunds of one subject in a day. */
export class FullDayError extends Error {
  override readonly name = 'FullDayError';
  readonly subject: SubjectRef;
  readonly day: string;

  constructor(subject: SubjectRef, day: string, options: ErrorOptions) {
    super(
      `The day ${day} of the ${subject.kind} ${subject.id} is full; split the work over several ids.`,
      options,
    );
    this.subject = subject;
    this.day = day;
  }
}
