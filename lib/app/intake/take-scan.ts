import { MAX_LIST } from '../../contracts/fields.ts';
import type { InboundEvent } from '../../contracts/inbound-events.ts';
import { toTrailScan } from '../../contracts/scan-recorded.ts';
import { countsForNothing } from '../../domain/evidence/counts-for-nothing.ts';
import type { Scan } from '../../domain/evidence/scan.ts';
import { isTerminal } from '../../domain/refund/status.ts';
import type { Uses } from '../gate-deps.ts';
import { needsRefresh } from '../history/history-entries.ts';
import { updateItem } from '../optimistic-update.ts';
import type { AppendResult } from '../ports.ts';
import { woken } from '../refund/transitions.ts';
import { type RejectDeps, rejectEvent } from './reject-event.ts';

/** What taking a scan needs. */
export type TakeScanDeps = RejectDeps &
  Uses<
    'policy' | 'startGate',
    'appendScan' | 'ignoreScan' | 'refund' | 'saveRefund' | 'policy' | 'trail' | 'profile'
  >;

type ScanEvent = Extract<InboundEvent, { type: 'refundgate.scan.recorded.v1' }>;

/** Keeps a scan that its producer may not report, apart from those that count, for people to see. */
export async function keepDisbelieved(
  { store }: { readonly store: Pick<TakeScanDeps['store'], 'ignoreScan'> },
  event: ScanEvent,
): Promise<void> {
  const { trailIds, scan } = toTrailScan(event.data, { key: event.key, id: event.id });
  for (const trailId of trailIds) await store.ignoreScan(trailId, scan, 'not_believed');
}

/** Adds a scan to the trails that it names, and wakes the refunds that wait for it. */
export async function takeScan(
  deps: TakeScanDeps,
  event: ScanEvent,
): Promise<'taken' | 'repeated' | 'rejected'> {
  const { trailIds, scan: said } = toTrailScan(event.data, { key: event.key, id: event.id });
  const takenAt = deps.now().toISOString();
  const scan = takenAt > said.at ? { ...said, takenAt } : said;
  let gravest: AppendResult['result'] = 'repeated';
  const waiting: (readonly string[])[] = [];
  // One after the other: nearly every scan is of one return. A refund waits on one trail only.
  for (const trailId of trailIds) {
    const appended = await keepScan(deps.store, trailId, scan);
    if (GRAVITY[appended.result] > GRAVITY[gravest]) gravest = appended.result;
    waiting.push(appended.waiting);
  }
  // Woken on a repeat too: the first delivery may have died between its write and its wake-up.
  for (const refundId of inTurns(waiting).slice(0, MAX_WOKEN)) await wake(deps, refundId);
  switch (gravest) {
    case 'repeated':
      return 'repeated';
    case 'appended':
      return 'taken';
    case 'overflow': {
      const message = 'the return has too many scans; this one is not kept, the return is flagged';
      return rejectEvent(deps, event, [{ path: 'data.bizTransactionList', message }]);
    }
    case 'conflict': {
      const message =
        'this source and id came before with other content; the first one stands, the return is flagged';
      return rejectEvent(deps, event, [{ path: 'id', message }]);
    }
  }
}

/**
 * The most refunds that one scan starts: as many as it may name returns, so that one refund of each return on a full
 * pallet is started. That is a few seconds of the intake's time. The others are looked at when they are due.
 */
const MAX_WOKEN = MAX_LIST;

/** Returns the elements of several lists, the first of each before the second of any. */
function inTurns(lists: readonly (readonly string[])[]): readonly string[] {
  const longest = Math.max(...lists.map(({ length }) => length));
  const turns = Array.from({ length: longest }, (_, turn) => lists.flatMap((list) => list[turn] ?? []));
  return turns.flat();
}

/**
 * Keeps a scan. One that counts for nothing whatever the refund is kept apart, so that it cannot fill the trail,
 * conflict with a scan that counts, or start the gate.
 */
async function keepScan(
  store: Pick<TakeScanDeps['store'], 'appendScan' | 'ignoreScan'>,
  trailId: string,
  scan: Scan,
): Promise<AppendResult> {
  if (!countsForNothing(scan, trailId)) return store.appendScan(trailId, scan);
  const result = await store.ignoreScan(trailId, scan, 'counts_for_nothing');
  return { result: result === 'repeated' ? 'repeated' : 'appended', waiting: [] };
}

/** A scan may name several returns. Of its results on them, the most severe one is reported. */
const GRAVITY: Readonly<Record<AppendResult['result'], number>> = {
  repeated: 0,
  appended: 1,
  overflow: 2,
  conflict: 3,
};

/**
 * Starts the gate for a refund that waits. A held refund becomes due soon: if the run that is started dies, the
 * sweeper judges it with the new scan, not days later when its wait is over. For a refund that has ended, only its
 * history entry is updated.
 */
async function wake(deps: TakeScanDeps, refundId: string): Promise<void> {
  const { store, now, startGate } = deps;
  const refund = await updateItem({
    what: `refund ${refundId}`,
    read: () => store.refund(refundId, 'strong'),
    change: (refund) => {
      if (refund?.status !== 'held' && refund?.status !== 'received') return { result: refund };
      return { write: woken(refund, now()), result: refund };
    },
    save: async (next, seen) =>
      next === undefined || seen === undefined ? 'saved' : store.saveRefund(next, seen.version),
  });
  // The refund's row was deleted since. Its trail still names it, but it cannot be judged any more.
  if (refund === undefined) return;
  if (!isTerminal(refund.status) || (await needsRefresh(deps, refund))) await startGate(refundId);
}
