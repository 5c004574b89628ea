import type { CaseAnswer } from '../contracts/case-answer.ts';
import { CASE_CONFLICT_WORDS } from '../domain/cases/case-conflict.ts';
import { CASE_STATUS_WORDS } from '../domain/cases/case-words.ts';
import { instantWords } from '../domain/shared/time-words.ts';

/** Returns what to say about an answer to a case, and whether it is kept. */
export function caseNotice(answer: CaseAnswer): { readonly isKept: boolean; readonly text: string } {
  const kept = (text: string) => ({ isKept: true, text });
  const refused = (text: string) => ({ isKept: false, text: `${text} Your answer was not kept.` });
  switch (answer.result) {
    case 'clear_asked':
      return kept('You asked to clear the employee. A second supervisor has to agree.');
    case 'withdrawn':
      return kept('The clearance that was asked for is taken back.');
    case 'cleared':
    case 'watched':
    case 'handed_over':
      return kept(`The case is ${CASE_STATUS_WORDS[answer.result]}.`);
    case 'already_decided': {
      const { outcome, by, at } = answer;
      return refused(
        `${by.join(' and ')} answered on ${instantWords(new Date(at))}: ${CASE_STATUS_WORDS[outcome]}.`,
      );
    }
    case 'refused':
      return refused(`You may not answer this case: ${CASE_CONFLICT_WORDS[answer.why]}.`);
    case 'unknown_case':
      return refused('There is no such case.');
    case 'case_changed':
      return refused(
        'The case has newer numbers since you opened the page. Look at them, then answer again.',
      );
    case 'nothing_to_withdraw':
      return refused('No clearance is asked for, so there is nothing to take back.');
    case 'too_many_statements':
      return refused('Too much was said about this case; it can only be watched or handed over.');
  }
}
