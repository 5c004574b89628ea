import type { CaseAnswer } from '../../contracts/case-answer.ts';
import { answerCase } from '../../domain/cases/answer-case.ts';
import type { CaseAction, CaseStatement, EmployeeCase } from '../../domain/cases/employee-case.ts';
import { canonicalId } from '../../domain/shared/ids.ts';
import type { Uses } from '../gate-deps.ts';
import { ContendedError } from '../optimistic-update.ts';
import { casePartiesOf, conflictWith, type PartiesDeps, refundsBehind } from './case-parties.ts';
import { type SettleDeps, settleCase } from './settle-case.ts';

/** What answering a case needs. */
export type DecideCaseDeps = SettleDeps & PartiesDeps & Uses<'now', 'casesOn'>;

/** A supervisor's answer to a case on an employee. */
export interface CaseCommand {
  readonly employeeId: string;
  /** The case that the person has seen. */
  readonly caseId: string;
  readonly action: CaseAction;
  readonly person: string;
  readonly note?: string | undefined;
}

const MAX_ATTEMPTS = 8;

/**
 * Takes a supervisor's answer to the last case on an employee. Nobody answers who is part of it or close to the employee.
 * The first answer wins; the same answer again changes nothing and gets the same result. An answer to a case that has
 * newer numbers, or a successor, is refused: the person has not seen it.
 * @throws ContendedError after eight attempts.
 */
export async function decideCase(deps: DecideCaseDeps, sent: CaseCommand): Promise<CaseAnswer> {
  const command = { ...sent, employeeId: canonicalId(sent.employeeId), person: canonicalId(sent.person) };
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const [last] = await deps.store.casesOn(command.employeeId, 1);
    if (last === undefined) return { result: 'unknown_case' };
    if (last.id !== command.caseId) return { result: 'case_changed' };
    // What a run that died left in the outbox goes out first.
    const one = await settleCase(deps, last);
    const result = await attemptAnswer(deps, one, command);
    if (result !== 'moved') return result;
  }
  throw new ContendedError(`the case on ${command.employeeId}`, MAX_ATTEMPTS);
}

async function attemptAnswer(
  deps: DecideCaseDeps,
  one: EmployeeCase,
  { action, person, note }: CaseCommand,
): Promise<CaseAnswer | 'moved'> {
  const parties = await casePartiesOf(deps, one, await refundsBehind(deps, one));
  const statement: CaseStatement = {
    by: person,
    at: deps.now().toISOString(),
    action,
    ...(note === undefined ? {} : { note }),
  };
  const asker = one.clearAsked?.by;
  const isAskerFree = asker !== undefined && (await conflictWith(deps, one, parties, asker)) === undefined;
  // Who asked may always take it back: that leaves the case as strict as it was.
  const isOwnAsk = asker === person && action === 'withdraw';
  const why = isOwnAsk ? undefined : await conflictWith(deps, one, parties, person);
  const change = answerCase(one, { statement, mayAskerClear: isAskerFree });
  if (!('next' in change)) return why === undefined ? change : { result: 'refused', why };
  const { result, next } = change;
  if (next === null) return { result };
  if (why !== undefined) return { result: 'refused', why };
  if ((await deps.store.saveCase(next, one.version)) === 'moved') return 'moved';
  await settleCase(deps, next);
  return { result };
}
