import { type CaseAction, caseEnding, type EmployeeCase } from './employee-case.ts';

/** One answer that is possible now, and what it would do. */
export interface PossibleAnswer {
  readonly action: CaseAction;
  readonly text: string;
}

/** Returns what a person may answer to a case now, if they may answer at all. */
export function possibleAnswers(one: EmployeeCase, person: string): readonly PossibleAnswer[] {
  const outcome = caseEnding(one)?.outcome;
  if (outcome === 'cleared' || outcome === 'handed_over') return [];
  const { clearAsked } = one;
  const answers: PossibleAnswer[] = [];
  if (clearAsked === undefined) {
    answers.push({ action: 'clear', text: 'Ask to clear the employee. A second supervisor has to agree.' });
  } else {
    if (clearAsked.by !== person) {
      const text = `Agree with ${clearAsked.by} and clear the employee: these refunds then count for nothing against them.`;
      answers.push({ action: 'clear', text });
    }
    answers.push({ action: 'withdraw', text: `Take back the clearance that ${clearAsked.by} asked for.` });
  }
  if (outcome !== 'watched') {
    answers.push({ action: 'watch', text: 'Watch: all counts on, and no new case opens for 90 days.' });
  }
  answers.push({
    action: 'hand_over',
    text: 'Hand over to those who investigate: from then on it can only be read.',
  });
  return answers;
}
