import type { EmployeeRecord } from '../refund/subject.ts';
import { dayOf, daysBetween } from '../shared/calendar.ts';
import { countOf } from '../shared/time-words.ts';
import { MEASURE_WORDS } from './case-words.ts';
import type { CaseMeasure, EmployeeCase, Share } from './employee-case.ts';

/** What was found of the refunds behind a case since it was opened. */
export interface RefundsNow {
  /** How many were found genuine. */
  readonly genuine: number;
  /** How many were marked from a new device, off shift or at another site. */
  readonly oddSessions: number;
  /** How many nobody has found to be false: only their scans are missing. */
  readonly unjudged: number;
}

/** So few refunds may be chance. */
const FEW = 5;

/** From this share of expensive refunds without scans on, people are shown that the site may lack scanners. */
const MANY_UNSCANNED = 0.25;

/** Peers with fewer refunds than this show no rate. */
const LEAST_PEER_REFUNDS = 20;

/** A rate of peers that is at least this share of the employee's is nearly the same. */
const NEARLY = 0.5;

/** For so many days people make the mistakes of a new job. */
const NEW_DAYS = 90;

/**
 * Returns what contradicts that the employee did something wrong, in sentences for the people who read the case. A case
 * is a question; these are the other answers that the data knows of.
 */
export function contradictions(
  one: EmployeeCase,
  employee: EmployeeRecord | undefined,
  refunds: RefundsNow,
): readonly string[] {
  return [
    ...ofRefunds(one, refunds),
    ...ofSite(one),
    ...ofAccount(one, employee, refunds),
    ...ofPerson(one, employee),
  ];
}

function ofRefunds({ findings }: EmployeeCase, { genuine, unjudged }: RefundsNow): readonly string[] {
  const { refundIds, reviewers, falseDays } = findings;
  const said: string[] = [];
  if (refundIds.length <= FEW) {
    said.push(`Only ${countOf(refundIds.length, 'refund')} behind the case: so few can be chance.`);
  }
  if (genuine > 0) said.push(`${genuine} of the refunds were found genuine since.`);
  if (unjudged > 0) {
    said.push(
      `Of ${unjudged} of the refunds nobody has said that they are false: only their scans are missing.`,
    );
  }
  if (reviewers.length === 1) said.push('One reviewer found all that was found false.');
  if (falseDays <= 2) {
    said.push(
      `All that was attested falsely was on ${countOf(falseDays, 'day')}: one thief in the account could have done it.`,
    );
  }
  return said;
}

function ofSite({ findings: { unscanned, measures } }: EmployeeCase): readonly string[] {
  const said: string[] = [];
  if (unscanned >= MANY_UNSCANNED) {
    said.push(
      `${percent(unscanned)} of the expensive refunds of the site lack scans: where scanners are missing, a missing scan says nothing of a person.`,
    );
  }
  const compared = measures.filter(({ measure, own }) => measure !== 'exceptions' && own.count > 0);
  if (compared.some(({ site }) => site.refunds < LEAST_PEER_REFUNDS)) {
    said.push('Hardly anybody else at the site handles such refunds: there are no peers to compare with.');
  }
  for (const one of compared.filter(isNormalAtSite)) {
    said.push(
      `Peers at the same site have nearly the same rate of ${MEASURE_WORDS[one.measure]}: ${shareText(one.site)}, against ${shareText(one.own)}.`,
    );
  }
  return said;
}

function isNormalAtSite({ own, site }: CaseMeasure): boolean {
  return site.refunds >= LEAST_PEER_REFUNDS && rateOf(site) >= NEARLY * rateOf(own);
}

function ofAccount(
  { findings: { takenOver } }: EmployeeCase,
  employee: EmployeeRecord | undefined,
  { oddSessions }: RefundsNow,
): readonly string[] {
  const said: string[] = [];
  if (employee?.status === 'compromised') said.push('The account was reported as compromised.');
  if (takenOver > 0) {
    said.push(
      `${countOf(takenOver, 'more refund')} attested falsely in sessions that look taken over: somebody else may use the login.`,
    );
  }
  if (oddSessions > 0) {
    said.push(
      `${oddSessions} of the refunds were marked from a new device, off shift or at another site: ask whether it was this person.`,
    );
  }
  return said;
}

function ofPerson({ openedAt }: EmployeeCase, employee: EmployeeRecord | undefined): readonly string[] {
  if (employee === undefined) {
    return ['The directory does not know this employee: they may be compared with the wrong peers.'];
  }
  const said: string[] = [];
  if (employee.kind === 'service') said.push('The login belongs to a program, not to a person.');
  const days = daysBetween(dayOf(new Date(employee.roleGiven.at)), dayOf(new Date(openedAt)));
  if (days < NEW_DAYS) {
    said.push(
      days < 0
        ? 'The employee got the present role after the case was opened.'
        : `The employee had the role for ${countOf(days, 'day')} when the case opened: new people make mistakes.`,
    );
  }
  return said;
}

/** Returns the rate of a share; 0 of none. */
export function rateOf({ count, refunds }: Share): number {
  return refunds === 0 ? 0 : count / refunds;
}

function shareText({ count, refunds }: Share): string {
  return `${count.toFixed(1)} of ${refunds.toFixed(0)} refunds`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
