import { rollUpSubjects, rollUpsDue } from '../../lib/app/history/roll-up.ts';
import { pinPolicy } from '../../lib/app/judging/policies.ts';
import type { Store } from '../../lib/app/ports.ts';
import { DEFAULT_POLICY } from '../../lib/contracts/policy-document.ts';
import { EventBuilder } from '../../lib/demo/event-builders.ts';
import { type HonestReturn, honestReturns } from '../../lib/demo/honest-returns.ts';
import type { SubjectRef } from '../../lib/domain/refund/subject.ts';
import { dayNumber, dayOfNumber } from '../../lib/domain/shared/calendar.ts';
import { memoryStore } from '../../lib/replay/store/memory-store.ts';
import { anEntry } from '../builders.ts';

/** When the refund with a past is asked for. */
export const ASKED_AT = new Date('2026-11-22T10:00:00.000Z');

/** How many days a past is spread over. */
const PAST_DAYS = 730;

/** The refund that is decided over pasts of every length, with the scans of its return. */
export function refundWithPast(): HonestReturn {
  const [one] = honestReturns(new EventBuilder('depth'), { count: 1, start: ASKED_AT, apartMs: 0 });
  if (one === undefined) throw new TypeError('One return was asked for; got none.');
  return one;
}

/** Everybody and everything the refund adds to the history of. */
export const SUBJECTS: readonly SubjectRef[] = [
  { kind: 'employee', id: 'clerk_0' },
  { kind: 'customer', id: 'c_0' },
  { kind: 'address', id: 'adr_0' },
  { kind: 'device', id: 'dev_0' },
  { kind: 'instrument', id: 'card_0' },
];

/**
 * Returns a store in which each subject has so many past refunds, spread evenly over the two years that end
 * yesterday, paid without a complaint, and folded every night as the nightly job does.
 */
export async function storeWithPast(refunds: number): Promise<Store> {
  const store = memoryStore();
  const policy = pinPolicy(DEFAULT_POLICY);
  const first = dayNumber(ASKED_AT.toISOString().slice(0, 10)) - PAST_DAYS;
  let next = 0;
  for (let number = 0; number < PAST_DAYS; number += 1) {
    const day = dayOfNumber(first + number);
    for (; next * PAST_DAYS < refunds * (number + 1); next += 1) {
      for (const subject of SUBJECTS) await addRefund(store, subject, { day, index: next });
    }
    const now = () => new Date(Date.parse(day) + 26.5 * 3_600_000);
    const { subjects } = await rollUpsDue({ store, now });
    await rollUpSubjects({ store, policy, now }, subjects);
  }
  return store;
}

/** An employee serves many customers. */
async function addRefund(
  store: Pick<Store, 'reserve'>,
  subject: SubjectRef,
  { day, index }: { readonly day: string; readonly index: number },
): Promise<void> {
  const refundId = `past_${index}`;
  const entry = anEntry({
    refundId,
    day,
    exceptionPermille: 0,
    customerId: subject.kind === 'employee' ? `c_${index}` : 'c_0',
  });
  const budget = {
    subject,
    day,
    valueMinor: Number.MAX_SAFE_INTEGER,
    unsupportedMinor: Number.MAX_SAFE_INTEGER,
    countsValue: 'all' as const,
    isBudgeted: true,
    hasHistory: true,
    rollUp: true,
  };
  const result = await store.reserve(
    budget,
    { refundId, version: 1, valueMinor: 10, unsupportedMinor: 0 },
    entry,
  );
  if (result !== 'reserved') throw new TypeError(`A past refund has to be reserved; got ${result}.`);
}
