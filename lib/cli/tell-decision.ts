import * as z from 'zod';
import { OUTBOUND_DATA, type OutcomeData, outcomeSchema } from '../contracts/outbound-events.ts';
import { formatMoney } from '../domain/shared/money.ts';
import { visibleText } from '../domain/shared/visible-text.ts';

/** A decision as the demo prints it. */
export interface Told {
  /** The refund, or the event that was rejected. */
  readonly id: string;
  readonly outcome: string;
  readonly amount: string;
  readonly lines: readonly string[];
}

const lineSchema = z.union([
  z.object({
    type: z.literal('refundgate.event.rejected.v1'),
    data: OUTBOUND_DATA['refundgate.event.rejected.v1'],
  }),
  z.object({
    type: z.literal('refundgate.employee.case-opened.v1'),
    data: OUTBOUND_DATA['refundgate.employee.case-opened.v1'],
  }),
  z.object({
    type: z.literal('refundgate.account.case-opened.v1'),
    data: OUTBOUND_DATA['refundgate.account.case-opened.v1'],
  }),
  z.object({ type: z.string(), data: outcomeSchema }),
]);

/** Returns one line of output as a person would read it. */
export function tell(line: string): Told {
  const told = toldOf(line);
  return { ...told, lines: told.lines.map(visibleText) };
}

function toldOf(line: string): Told {
  const { data } = lineSchema.parse(JSON.parse(line));
  if ('problems' in data) {
    const problems = data.problems.map(({ path, message }) => `      ${path}: ${message}`);
    return {
      id: data.eventId ?? '',
      outcome: 'rejected',
      amount: '',
      lines: [`    REJECTED  ${data.eventId}`, ...problems],
    };
  }
  if ('employeeId' in data) {
    const reasons = data.reasons.map(({ code, message }) => `      ${message} (${code})`);
    const head = `    CASE      ${data.employeeId}: ${data.incidents} incidents, ${data.refundIds.join(', ')}`;
    return { id: data.employeeId, outcome: 'case', amount: '', lines: [head, ...reasons] };
  }
  if ('account' in data) {
    const head = `    CASE      account ${data.account}: somebody else seems to use it, ${data.refundIds.join(', ')}`;
    return { id: data.account, outcome: 'case', amount: '', lines: [head] };
  }
  const { refundId, outcome, decidedAt, by, reasons, collusion, waitingFor, dueAt } = data;
  const amount = formatMoney(data.amount);
  const more = [
    ...reasons.map(reasonLine),
    ...(collusion.required > 0
      ? [`      independent people or devices: ${collusion.observed} of ${collusion.required} demanded`]
      : []),
    ...(waitingFor.length > 0 ? [`      waiting for ${waitingFor.join(', ')} until ${dueAt}`] : []),
  ];
  const head = `    ${outcome.toUpperCase().padEnd(9)} ${refundId}  ${amount}  at ${decidedAt.slice(0, 16)} by ${by}`;
  return { id: refundId, outcome, amount, lines: [head, ...more] };
}

function reasonLine({ code, message, weightDb, facts }: OutcomeData['reasons'][number]): string {
  const weight = weightDb === null ? '' : ` ${weightDb > 0 ? '+' : ''}${weightDb} dB`;
  const kind = typeof facts['kind'] === 'string' && weightDb !== null ? `: ${facts['kind']}` : '';
  return `      ${message} (${code}${kind}${weight})`;
}
