import { liftsAsked, type Statement } from '../../domain/refund/statements.ts';
import { type Stop, scopesOf } from '../../domain/refund/stops.ts';
import type { EmployeeRecord, SubjectFlag } from '../../domain/refund/subject.ts';
import {
  flagRule,
  isShared,
  mayBeShared,
  sharedRule,
  statementsOf,
  statusRule,
} from '../../domain/refund/subject-statements.ts';
import type { LoadedCase } from './load-case.ts';

/**
 * Returns the stops, flags and statuses of a refund's subjects and of the employees who scanned, with who asked for their
 * lift, as lines of text.
 */
export function restrictionLines({
  refund: { request },
  order,
  stops,
  subjects,
  notLookedUp,
}: LoadedCase): readonly string[] {
  const scopes = scopesOf(request);
  return [
    ...stops.entries.filter(({ scope }) => scopes.has(scope)).flatMap(stopLines),
    ...flagLines(`order ${request.orderId}`, request.orderId, order?.flag),
    ...subjects.flatMap(subjectLines),
    ...notLookedUp.map((id) => `employee ${id} scanned too, and was not looked up here`),
  ];
}

function stopLines(stop: Stop): readonly string[] {
  const { scope } = stop;
  if (stop.origin === 'event') return flagLines(scope, scope.slice(scope.indexOf(':') + 1), stop.flag);
  const { setBy, setAt, reason, liftAsked } = stop;
  return [
    `${scope}: stopped at ${setAt} by ${setBy}${told(reason)}`,
    ...(liftAsked === undefined
      ? []
      : [`  ${liftAsked.by} asked for the lift at ${liftAsked.at}; a second person has to ask too`]),
  ];
}

function subjectLines({ ref, profile }: LoadedCase['subjects'][number]): readonly string[] {
  const { employee, flag, shared } = profile;
  const name = `${ref.kind} ${ref.id}`;
  const said = liftsAsked(statementsOf(shared), sharedRule(ref.id));
  return [
    ...statusLines(name, ref.id, employee),
    ...flagLines(name, ref.id, flag),
    ...(isShared(shared) ? [`${name}: many strangers use it`] : []),
    ...(!isShared(shared) && mayBeShared(shared, ref.id)
      ? [
          `${name}: one person says that it is not shared any more; its scans count once a second one says so too`,
        ]
      : []),
    ...said.map((one) => `${name}: shared, says ${authorOf(one)}; a second person has to say so too`),
  ];
}

function statusLines(name: string, id: string, employee: EmployeeRecord | undefined): readonly string[] {
  if (employee === undefined || employee.status === 'active') return [];
  const { status, since = 'always', statuses = [] } = employee;
  return [
    `${name}: ${status}, since ${since}`,
    ...liftsAsked(statuses, statusRule(id)).map(
      (one) => `  ${authorOf(one)} asked for "${one.status}"; a second person has to ask too`,
    ),
  ];
}

function flagLines(name: string, id: string, flag: SubjectFlag | undefined): readonly string[] {
  if (flag?.state !== 'flagged') return [];
  const { until, reason = '' } = flag;
  const end = until === undefined ? '' : `, until ${until}`;
  return [
    `${name}: flagged by ${authorOf(flag)}${end}${told(reason)}`,
    ...liftsAsked(statementsOf(flag), flagRule(id)).map((one) => {
      const asked = one.until === undefined ? 'the lift' : `an end on ${one.until}`;
      return `  ${authorOf(one)} asked for ${asked}; a second person or another source has to ask too`;
    }),
  ];
}

function authorOf({ by = 'nobody by name', source = 'an unknown source', at }: Statement): string {
  return `${by} (${source}, ${at})`;
}

function told(reason: string): string {
  return reason === '' ? '' : `: ${reason}`;
}
