import { DAY_MS, dayOf } from '../shared/calendar.ts';
import {
  type CaseEnding,
  type CaseOutcome,
  type CaseStatement,
  caseEnding,
  type EmployeeCase,
  ENDING_ACTION,
} from './employee-case.ts';

/** For how many days no new case opens on an employee who is watched. */
export const WATCH_DAYS = 90;

/** The most statements after which a clearance may still be asked for: a case that asks and takes back is kept small. */
export const MAX_STATEMENTS = 50;

/** The results of an answer that is in the case. */
export type CaseGiven = 'clear_asked' | 'withdrawn' | CaseOutcome;

/** What an answer does to a case; `next` is null if the person gave it before, so that nothing changes. */
export type CaseChange =
  | { readonly result: CaseGiven; readonly next: EmployeeCase | null }
  | ({ readonly result: 'already_decided' } & CaseEnding)
  | { readonly result: 'nothing_to_withdraw' | 'too_many_statements' };

/** A person's answer, and whether the person who asked for the clearance before may still say so. */
export interface GivenAnswer {
  readonly statement: CaseStatement;
  readonly mayAskerClear: boolean;
}

/**
 * Returns what an answer does to a case. Two people clear it; one watches it or hands it over. Either of the two takes
 * back a clearance that was only asked for. What was handed over or cleared stays so. A watched case is stricter than a
 * cleared one and milder than one handed over: it may still become either.
 */
export function answerCase(one: EmployeeCase, { statement, mayAskerClear }: GivenAnswer): CaseChange {
  const { action, by, at } = statement;
  const ending = caseEnding(one);
  if (ending !== undefined && (one.status !== 'watched' || action === 'watch')) {
    return isOwn(ending, statement)
      ? { result: ending.outcome, next: null }
      : { result: 'already_decided', ...ending };
  }
  const { clearAsked: _, ...unasked } = one;
  const said = { version: one.version + 1, said: [...one.said, statement] };
  switch (action) {
    case 'clear': {
      if (one.clearAsked?.by === by) return { result: 'clear_asked', next: null };
      if (one.clearAsked !== undefined && mayAskerClear) return ended({ ...one, ...said }, 'cleared');
      if (one.said.length >= MAX_STATEMENTS) return { result: 'too_many_statements' };
      return { result: 'clear_asked', next: { ...one, ...said, clearAsked: { by, at } } };
    }
    case 'withdraw': {
      if (one.clearAsked !== undefined) return { result: 'withdrawn', next: { ...unasked, ...said } };
      const last = one.said.at(-1);
      const isRepeat = last?.action === 'withdraw' && last.by === by;
      return isRepeat ? { result: 'withdrawn', next: null } : { result: 'nothing_to_withdraw' };
    }
    case 'watch':
      return ended({ ...unasked, ...said }, 'watched');
    case 'hand_over':
      return ended({ ...unasked, ...said }, 'handed_over');
  }
}

function ended(one: EmployeeCase, status: CaseOutcome): CaseChange {
  return { result: status, next: { ...one, status, outbox: status } };
}

function isOwn({ outcome, by }: CaseEnding, statement: CaseStatement): boolean {
  return statement.action === ENDING_ACTION[outcome] && by.includes(statement.by);
}

/** Returns the UTC day from which on a new case may open on an employee who is watched. */
export function watchedUntil({ at }: Pick<CaseEnding, 'at'>): string {
  return dayOf(new Date(Date.parse(at) + WATCH_DAYS * DAY_MS));
}
