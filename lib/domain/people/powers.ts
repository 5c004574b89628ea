import type { EmployeeRecord } from '../refund/subject.ts';

/** The roles that a sign-in may claim for the case console. */
export const CONSOLE_ROLES = ['reviewer', 'supervisor', 'auditor'] as const;

/** A role in the case console. */
export type ConsoleRole = (typeof CONSOLE_ROLES)[number];

/** What a person may do in the case console. */
export const POWERS = ['read', 'decide', 'supervise'] as const;

/** One thing that a person may do: look, decide refunds and set stops, or work on cases about employees. */
export type Power = (typeof POWERS)[number];

const POWERS_OF: Readonly<Record<ConsoleRole, readonly Power[]>> = {
  auditor: ['read'],
  reviewer: ['read', 'decide'],
  supervisor: ['read', 'decide', 'supervise'],
};

/**
 * Returns what a person may do: only what both a claimed role and the directory's present role allow. Nobody who is not
 * active may do anything.
 * @param claimed - the roles that the sign-in claimed.
 */
export function powersOf(
  claimed: readonly ConsoleRole[],
  { role, status, kind }: Pick<EmployeeRecord, 'role' | 'status' | 'kind'>,
): readonly Power[] {
  const present = CONSOLE_ROLES.find((one) => one === role);
  if (present === undefined || status !== 'active' || kind === 'service') return [];
  const byClaim = new Set(claimed.flatMap((one) => POWERS_OF[one]));
  return POWERS_OF[present].filter((power) => byClaim.has(power));
}
