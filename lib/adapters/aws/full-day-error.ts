import type { SubjectRef } from '../../domain/refund/subject.ts';

/** Thrown when what a refund adds to a subject's day fits no more in its item: some 3,000 refunds of one subject. */
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
