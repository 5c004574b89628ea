import type { TrailScan } from '../../contracts/scan-recorded.ts';
import type { RefundRequest } from '../../domain/refund/refund-request.ts';
import { trailIdOf } from '../../domain/refund/refund-request.ts';

const ON_SITE_STEPS: ReadonlySet<string> = new Set(['inspecting', 'storing', 'stocking']);

const DOCK_STEPS: ReadonlySet<string> = new Set(['arriving', 'unloading']);

/** The earliest scans of one trail by which the naive rule judges. Instants in milliseconds. */
interface TrailNote {
  /** When a fixed scanner saw it at the dock. */
  dockAtMs: number;
  /** When the first two different people inspected it or put it away: at most one of them is the marker. */
  people: readonly { readonly id: string; readonly atMs: number }[];
  /** When the carrier delivered the outbound parcel. */
  deliveredAtMs: number;
}

/**
 * What a shop without a model would look at: whether a scan by anybody but the marker supports a return, and
 * whether the parcel that "did not arrive" was delivered. It knows no weights, voids or serial numbers.
 */
export class ScanNotes {
  readonly #notes = new Map<string, TrailNote>();

  /** Takes a scan, in any order. */
  add({ trailIds, scan }: TrailScan): void {
    const { attestor, step = '' } = scan;
    const atMs = Date.parse(scan.at);
    for (const trailId of trailIds) {
      if (attestor.class === 'carrier' && step === 'arriving' && trailId.startsWith('order:')) {
        const note = this.#note(trailId);
        note.deliveredAtMs = Math.min(note.deliveredAtMs, atMs);
      } else if (attestor.class === 'sensor' && DOCK_STEPS.has(step)) {
        const note = this.#note(trailId);
        note.dockAtMs = Math.min(note.dockAtMs, atMs);
      } else if (attestor.class === 'site' && ON_SITE_STEPS.has(step)) {
        const note = this.#note(trailId);
        note.people = withPerson(note.people, { id: attestor.id, atMs });
      }
    }
  }

  /**
   * Returns true if no scan up to an instant supports a refund. For "did not arrive" it returns true if the parcel
   * was delivered. For "damaged" and "returnless" it always returns true: no scan supports them.
   */
  lacksScan(
    request: Pick<RefundRequest, 'claim' | 'rmaId' | 'orderId' | 'markedBy'>,
    untilMs: number,
  ): boolean {
    if (request.claim === 'damaged' || request.claim === 'returnless') return true;
    const note = this.#notes.get(trailIdOf(request) ?? '');
    if (request.claim === 'not_received') return note !== undefined && note.deliveredAtMs <= untilMs;
    if (note === undefined) return true;
    const byAnother = note.people.some(({ id, atMs }) => id !== request.markedBy && atMs <= untilMs);
    return !byAnother && note.dockAtMs > untilMs;
  }

  #note(trailId: string): TrailNote {
    const known = this.#notes.get(trailId);
    if (known !== undefined) return known;
    const note: TrailNote = {
      dockAtMs: Number.POSITIVE_INFINITY,
      people: [],
      deliveredAtMs: Number.POSITIVE_INFINITY,
    };
    this.#notes.set(trailId, note);
    return note;
  }
}

/** Returns the first two people after one more is considered. */
function withPerson(people: TrailNote['people'], person: TrailNote['people'][number]): TrailNote['people'] {
  const others = people.filter(({ id, atMs }) => id !== person.id || atMs < person.atMs);
  if (others.some(({ id }) => id === person.id)) return people;
  return [...others, person].toSorted((a, b) => a.atMs - b.atMs).slice(0, 2);
}
