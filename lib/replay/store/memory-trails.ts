import type { AppendResult, IgnoreResult, TrailStore } from '../../app/ports.ts';
import { repeatedScan } from '../../domain/evidence/repeated-scan.ts';
import {
  compareScans,
  EMPTY_TRAIL,
  MAX_IGNORED_PER_TRAIL,
  MAX_SCANS_PER_TRAIL,
  MAX_WAITING_PER_TRAIL,
  type Scan,
  type SetAside,
  type Trail,
} from '../../domain/evidence/scan.ts';
import { attestorSharing } from './attestor-sharing.ts';
import { type DueEntry, DueHeap } from './due-heap.ts';
import { inserted } from './inserted.ts';

/** The trails of a store in memory. */
export interface MemoryTrails extends TrailStore {
  /** Drops trails whose last scan happened before `before` and that are not in use. */
  readonly forget: (before: Date, inUse: ReadonlySet<string>) => void;
  readonly count: () => number;
}

interface Row {
  trail: Trail;
  waiting: readonly string[];
  ignored: ReadonlyMap<SetAside, readonly Scan[]>;
}

const NONE: readonly never[] = [];
const NOTHING: ReadonlyMap<SetAside, readonly Scan[]> = new Map();

/** Returns an empty set of trails. The time `forget` takes depends on what it may forget, not on all it holds. */
export function memoryTrails(): MemoryTrails {
  const rows = new Map<string, Row>();
  const shared = attestorSharing();
  // A trail is filed under the time it began. If it was scanned since, it is filed again when that time has come.
  const ages = new DueHeap<null>(() => true);
  const rowOf = (trailId: string, beganAt = ''): Row => {
    const known = rows.get(trailId);
    if (known !== undefined) return known;
    const row: Row = { trail: EMPTY_TRAIL, waiting: NONE, ignored: NOTHING };
    rows.set(trailId, row);
    ages.push({ dueAt: beganAt, id: trailId, value: null });
    return row;
  };
  return {
    trail: async (trailId) => rows.get(trailId)?.trail ?? EMPTY_TRAIL,
    appendScan: async (trailId, scan) =>
      append(rowOf(trailId, scan.at), { ...scan, attestor: shared(scan.attestor) }),
    ignoreScan: async (trailId, scan, why) => ignore(rowOf(trailId, scan.at), scan, why),
    ignoredScans: async (trailId, why) => rows.get(trailId)?.ignored.get(why) ?? NONE,
    awaitScans: async (trailId, refundId, seenVersion) => {
      if ((rows.get(trailId)?.trail ?? EMPTY_TRAIL).version !== seenVersion) return 'moved';
      return register(rowOf(trailId), refundId) ? 'saved' : 'full';
    },
    bindTrail: async (trailId, { orderId, refundId, seenVersion }) => {
      const row = rowOf(trailId);
      const isOthers = row.trail.orderId !== undefined && row.trail.orderId !== orderId;
      if (!isOthers && seenVersion !== undefined && seenVersion !== row.trail.version) return 'scanned';
      if (row.trail.orderId === undefined) row.trail = { ...row.trail, orderId };
      if (row.trail.orderId !== orderId) return 'moved';
      register(row, refundId);
      return 'saved';
    },
    forget: (before, inUse) => {
      const horizon = before.toISOString();
      const kept: DueEntry<null>[] = [];
      for (const { id } of ages.takeBefore(horizon)) {
        const lastAt = rows.get(id)?.trail.scans.at(-1)?.at ?? '';
        if (lastAt < horizon && !inUse.has(id)) rows.delete(id);
        else kept.push({ dueAt: lastAt, id, value: null });
      }
      for (const entry of kept) ages.push(entry);
    },
    count: () => rows.size,
  };
}

/** Returns true if the refund has a place among those who wait. */
function register(row: Row, refundId: string): boolean {
  if (row.waiting.includes(refundId)) return true;
  if (row.waiting.length >= MAX_WAITING_PER_TRAIL) return false;
  row.waiting = [...row.waiting, refundId].toSorted();
  return true;
}

function ignore(row: Row, scan: Scan, why: SetAside): IgnoreResult {
  const known = row.ignored.get(why) ?? NONE;
  if (known.some(({ key }) => key === scan.key)) return 'repeated';
  if (known.length >= MAX_IGNORED_PER_TRAIL) return 'full';
  row.ignored = new Map([...row.ignored, [why, inOrder(known, scan)]]);
  return 'kept';
}

function append(row: Row, scan: Scan): AppendResult {
  const { trail, waiting } = row;
  // Compares the short id first: it differs for nearly every other scan.
  const known = trail.scans.find((one) => one.id === scan.id && one.key === scan.key);
  if (known !== undefined) {
    const next = repeatedScan(known, scan);
    if (next === undefined) {
      if (!trail.conflicted) row.trail = { ...trail, version: trail.version + 1, conflicted: true };
      return { result: 'conflict', waiting };
    }
    if (next === known) return { result: 'repeated', waiting };
    const others = trail.scans.filter((one) => one !== known);
    row.trail = { ...trail, version: trail.version + 1, scans: inOrder(others, next) };
    return { result: 'appended', waiting };
  }
  if (trail.scans.length >= MAX_SCANS_PER_TRAIL) {
    if (!trail.overflowed) row.trail = { ...trail, version: trail.version + 1, overflowed: true };
    return { result: 'overflow', waiting };
  }
  row.trail = { ...trail, version: trail.version + 1, scans: inOrder(trail.scans, scan) };
  return { result: 'appended', waiting };
}

/**
 * Returns the scans with a new one in its place. Scans mostly arrive in order, so the place is searched from the
 * end.
 */
function inOrder(scans: readonly Scan[], scan: Scan): readonly Scan[] {
  const at = scans.findLastIndex((one) => compareScans(one, scan) <= 0) + 1;
  return inserted(scans, at, scan);
}
