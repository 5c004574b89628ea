import type { Uses } from '../gate-deps.ts';

/** What looking a person up needs. */
export type LookUpDeps = Uses<never, 'profile' | 'reviewers'>;

/** Why a person may not set or lift a stop. */
export type StopConflict = 'is_not_known' | 'is_not_active';

/**
 * Returns why a person may not do what they ask, or undefined if they may. Nobody who is suspended sets or lifts a stop.
 * A name that the directory does not know may set one, because that only tightens; it lifts none, unless the directory
 * knows nobody at all.
 */
export async function stopConflict(
  { store }: LookUpDeps,
  person: string,
  action: 'stop' | 'lift',
): Promise<StopConflict | undefined> {
  const { employee } = await store.profile({ kind: 'employee', id: person }, 'strong');
  if (employee !== undefined) return employee.status === 'active' ? undefined : 'is_not_active';
  if (action === 'stop') return undefined;
  return (await store.reviewers()) === undefined ? undefined : 'is_not_known';
}
