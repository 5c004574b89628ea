import type { CaseAction, CaseMeasure, CaseStatus } from './employee-case.ts';

/** The status of a case in words. */
export const CASE_STATUS_WORDS: Readonly<Record<CaseStatus, string>> = {
  open: 'open',
  cleared: 'cleared: these refunds count for nothing against the employee',
  watched: 'watched: all counts on, and no new case opens for 90 days',
  handed_over: 'handed over to those who investigate; it can only be read',
};

/** What a person said about a case, in words. */
export const CASE_ACTION_WORDS: Readonly<Record<CaseAction, string>> = {
  clear: 'clear the employee',
  withdraw: 'take back the clearance',
  watch: 'watch',
  hand_over: 'hand over',
};

/** What is compared with peers, in words that go after “the rate of”. */
export const MEASURE_WORDS: Readonly<Record<CaseMeasure['measure'], string>> = {
  false_attestations: 'returns found falsely attested',
  claims_found_false: 'refunds found false',
  never_came: 'returns whose goods never came',
  exceptions: 'returns that lack scans',
};
