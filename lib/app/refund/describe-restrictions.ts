import { MAX_LOOKED_UP } from '../../domain/evidence/people-to-look-up.ts';
import type { Scan } from '../../domain/evidence/scan.ts';
import type { RefundRequest } from '../../domain/refund/refund-request.ts';
import { liftsAsked, type Statement } from '../../domain/refund/statements.ts';
import { type Stop, scopesOf } from '../../domain/refund/stops.ts';
import {
  type EmployeeRecord,
  linkedSubjects,
  type SubjectFlag,
  type SubjectRef,
} from '../../domain/refund/subject.ts';
import {
  flagRule,
  isShared,
  mayBeShared,
  sharedRule,
  statementsOf,
  statusRule,
} from '../../domain/refund/subject-statements.ts';
import type { Store } from '../ports.ts';

/**
 * Returns the stops, flags and statuses of a refund's subjects and of the employees who scanned, with who asked for their
 * lift, as lines of text.
 * @param scans - the scans that count, the earliest first.
 */
export async function restrictionLines(
  store: Pick<Store, 'stops' | 'profile' | 'order'>,
  request: RefundRequest,
  scans: readonly Scan[],
): Promise<readonly string[]> {
  const scopes = scopesOf(request);
  const { entries } = await store.stops('strong');
  const order = await store.order(request.orderId, 'strong');
  const others = employeesAmong(scans, request);
  const subjects = [...subjectsOf(request), ...others.slice(0, MAX_LOOKED_UP)];
  const ofSubjects = await Promise.all(subjects.map((ref) => subjectLines(store, ref)));
  return [
    ...entries.filter(({ scope }) => scopes.has(scope)).flatMap(stopLines),
    ...flagLines(`order ${request.orderId}`, request.orderId, order?.flag),
    ...ofSubjects.flat(),
    ...others.slice(MAX_LOOKED_UP).map(({ id }) => `employee ${id} scanned too, and was not looked up here`),
  ];
}

/** Returns the employees who scanned, apart from those that the request names. */
function employeesAmong(
  scans: readonly Scan[],
  { markedBy, approvedBy }: RefundRequest,
): readonly SubjectRef[] {
  const employees = scans.filter(({ attestor }) => attestor.class === 'site');
  return [...new Set(employees.map(({ attestor }) => attestor.id))]
    .filter((id) => id !== markedBy && id !== approvedBy)
    .map((id): SubjectRef => ({ kind: 'employee', id }));
}

function subjectsOf(request: RefundRequest): readonly SubjectRef[] {
  const { markedBy, approvedBy, session, links } = request;
  const people = [...new Set([markedBy, approvedBy])].flatMap((id): SubjectRef[] =>
    id === undefined ? [] : [{ kind: 'employee', id }],
  );
  const device = session?.deviceId === links?.device ? undefined : session?.deviceId;
  const devices: SubjectRef[] = device === undefined ? [] : [{ kind: 'device', id: device }];
  return [...linkedSubjects(request), ...devices, ...people];
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

async function subjectLines(store: Pick<Store, 'profile'>, ref: SubjectRef): Promise<readonly string[]> {
  const { employee, flag, shared } = await store.profile(ref, 'strong');
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
