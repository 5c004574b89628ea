import type { SubjectRef } from '../../domain/refund/subject.ts';
import type { Consistency, Store } from '../ports.ts';

/**
 * Returns a store that reads each profile and the list of reviewers only once, for a page that asks about the same people
 * many times. It must not live longer than one request.
 */
export function onceRead<Reads extends Pick<Store, 'profile' | 'reviewers'>>(store: Reads): Reads {
  const profiles = new Map<string, ReturnType<Store['profile']>>();
  let reviewers: ReturnType<Store['reviewers']> | undefined;
  return {
    ...store,
    profile: (ref: SubjectRef, consistency: Consistency) => {
      const key = `${consistency} ${ref.kind} ${ref.id}`;
      const read = profiles.get(key) ?? store.profile(ref, consistency);
      profiles.set(key, read);
      return read;
    },
    reviewers: () => {
      reviewers ??= store.reviewers();
      return reviewers;
    },
  };
}
