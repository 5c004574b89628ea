import * as z from 'zod';
import type { RegisterDocument } from '../../contracts/register-document.ts';
import { type ProducedEvent, SCANNERS, SOURCES } from '../../demo/event-builders.ts';
import { DAY_MS, HOUR_MS } from '../../domain/shared/calendar.ts';
import type { PresetName } from '../../producers/presets.ts';
import type { WorldStep } from '../world/world.ts';
import { thirdPartyAt } from './places-of-world.ts';

/**
 * Returns a world as a merchant of this kind would see it: with the events of the instruments that the preset declares, and
 * without all others. The truth stays, and events stay in order of time.
 */
export function* withInstruments(
  steps: Iterable<WorldStep>,
  { preset, register }: { readonly preset: PresetName; readonly register: RegisterDocument },
): Generator<WorldStep, void, undefined> {
  const declared = new Set(register.producers.map(({ source }) => source));
  const ownsDesks = preset === 'own-warehouse';
  for (const step of preset === 'nightly-files' ? inNightlyFiles(steps) : steps) {
    if ('truth' in step) yield step;
    else if (declared.has(step.event.source)) yield ownsDesks ? step : { event: withoutSession(step.event) };
  }
}

const requestSchema = z.looseObject({ session: z.unknown().optional() });

/** Only a merchant's own warehouse knows from which machine, and in which shift, its people work. */
function withoutSession(event: ProducedEvent): ProducedEvent {
  if (event.source !== SOURCES.refund) return event;
  const { session: _, ...data } = requestSchema.parse(event.data);
  return { ...event, data };
}

/** When the files of a day arrive: this long after its midnight, UTC. */
const FILES_MS = 2 * HOUR_MS;

/**
 * Replaces what a third party's people scan by what their company's files say, in the night after. Its people are those who
 * inspect and stow. The merchant's staff directory does not know them, and the merchant's own people mark: a mark, or what
 * such a person says of the goods, is in no file.
 */
function* inNightlyFiles(steps: Iterable<WorldStep>): Generator<WorldStep> {
  const hands = new Set<string>();
  const files: Filed[] = [];
  for (const step of steps) {
    if ('truth' in step) {
      yield step;
      continue;
    }
    const { event } = step;
    const nowMs = Date.parse(event.time);
    yield* arrived(files, nowMs);
    const hand = thirdPartysHand(event);
    if (hand !== undefined) hands.add(hand);
    else if (event.source.startsWith(SCANNERS.warehouse(''))) {
      const told = inFile(event, hands);
      if (told !== undefined) files.push({ atMs: nextFilesMs(nowMs), event: told });
    } else yield step;
  }
  yield* arrived(files, Number.POSITIVE_INFINITY);
}

interface Filed {
  readonly atMs: number;
  readonly event: ProducedEvent;
}

/** Removes and returns what is in the files that have come. What was scanned first comes first. */
function* arrived(files: Filed[], nowMs: number): Generator<WorldStep> {
  const later = files.findIndex(({ atMs }) => atMs > nowMs);
  for (const { atMs, event } of files.splice(0, later < 0 ? files.length : later)) {
    yield { event: { ...event, time: new Date(atMs).toISOString() } };
  }
}

function nextFilesMs(atMs: number): number {
  return (Math.floor(atMs / DAY_MS) + 1) * DAY_MS + FILES_MS;
}

const employeeSchema = z.looseObject({ employeeId: z.string(), role: z.string() });

const HANDS: ReadonlySet<string> = new Set(['inspector', 'stower']);

/** Returns the employee whom an event introduces, if they work for the third party. */
function thirdPartysHand({ source, data }: ProducedEvent): string | undefined {
  if (source !== SOURCES.employee) return undefined;
  const { employeeId, role } = employeeSchema.parse(data);
  return HANDS.has(role) ? employeeId : undefined;
}

const scanSchema = z.looseObject({
  bizStep: z.string(),
  'refundgate:attestor': z.looseObject({ id: z.string() }),
});

/** What a warehouse's file says: what was inspected, and what was put away. */
const STEPS_IN_FILE: ReadonlySet<string> = new Set(['inspecting', 'storing', 'stocking']);

/** Returns a scan, or the declaration that one was wrong, as the company's file has it. */
function inFile(event: ProducedEvent, hands: ReadonlySet<string>): ProducedEvent | undefined {
  const scan = scanSchema.parse(event.data);
  if (!hands.has(scan['refundgate:attestor'].id) || !STEPS_IN_FILE.has(scan.bizStep)) return undefined;
  const { id, source } = thirdPartyAt(event.source.slice(SCANNERS.warehouse('').length));
  const attestor = { class: 'organization', id, capture: 'api' };
  return { ...event, source, data: { ...scan, 'refundgate:attestor': attestor } };
}
