import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../domain/shared/calendar.ts';
import type { RefundIds, Scene } from './cast.ts';
import type { Employee } from './employee.ts';
import { type Basket, serialOf, serialsOf } from './goods.ts';
import { inspect } from './inspection.ts';
import { mark, stow, whenDone } from './intake.ts';
import { machinesOf, type Site } from './sites.ts';
import { atWork } from './staff.ts';

/** A return in the hands of a site. */
export interface Handover {
  readonly ids: RefundIds;
  readonly basket: Basket;
  readonly site: Site;
  /** Who marks it. */
  readonly clerk: Employee;
}

/** When a return is ready to be worked on. */
export interface Queue {
  readonly queuedMs: number;
  /** When its van comes. If it is set, the clerk may mark the return from the desk before it is through the dock. */
  readonly arrivesMs?: number;
}

/** How often the clerk inspects what they mark, because nobody else is at the bench. */
const ALONE_SHARE = 0.015;

/** Marks, opens and shelves what came, in the order of the site. Returns when it was marked. */
export function processReturn(scene: Scene, one: Handover, queue: Queue): number {
  const { random, cast } = scene;
  const { site, clerk, basket } = one;
  const isEarly = queue.arrivesMs !== undefined && random.chance(clerk.marksEarly);
  const { uninspected } = cast.parameters;
  const isInspected = basket.numbered ? !random.chance(uninspected) : random.chance(site.inspectsPlain);
  const inspector = random.chance(ALONE_SHARE) ? clerk : random.pick(site.crew.inspectors);
  if (isInspected && basket.numbered && site.inspectsFirst && !isEarly) {
    return openAndMark(scene, one, { inspector, fromMs: queue.queuedMs });
  }
  const markMs = isEarly
    ? markEarly(scene, one, queue)
    : whenDone(scene, { site, person: clerk }, { fromMs: queue.queuedMs, hours: 2.5 });
  mark(scene, { rmaId: one.ids.rmaId, clerk, atMs: markMs });
  const readyMs = Math.max(markMs, queue.queuedMs);
  // Numbered goods are opened early, while the customer may still ask; the rest waits for a quiet hour.
  const hours = basket.numbered ? 0.8 : 4;
  const openedMs = isInspected
    ? whenDone(scene, { site, person: inspector }, { fromMs: readyMs, hours })
    : readyMs;
  if (isInspected) open(scene, one, { inspector, atMs: openedMs });
  shelve(scene, one, openedMs);
  return markMs;
}

function openAndMark(
  scene: Scene,
  one: Handover,
  { inspector, fromMs }: { readonly inspector: Employee; readonly fromMs: number },
): number {
  const { site, clerk, ids } = one;
  const openedMs = whenDone(scene, { site, person: inspector }, { fromMs, hours: 2 });
  open(scene, one, { inspector, atMs: openedMs });
  const markMs = atWork(clerk, openedMs + scene.random.between(2, 45) * MINUTE_MS);
  mark(scene, { rmaId: ids.rmaId, clerk, atMs: markMs });
  shelve(scene, one, markMs);
  return markMs;
}

/** Returns when a clerk marks from the desk: they believe the tracking page, hours before the van comes. */
function markEarly(scene: Scene, { clerk }: Handover, { queuedMs, arrivesMs = queuedMs }: Queue): number {
  const earlyMs = arrivesMs - scene.random.between(1, 22) * HOUR_MS;
  return atWork(clerk, Math.max(scene.startMs + HOUR_MS, earlyMs));
}

function open(
  scene: Scene,
  { ids, site, basket }: Handover,
  { inspector, atMs }: { readonly inspector: Employee; readonly atMs: number },
): void {
  const serials = serialsOf(basket);
  // A household has two of the same phone and sends one in the box of the other: honest, but the wrong number.
  const isMixedUp = serials.length > 0 && scene.random.chance(0.003);
  const found = isMixedUp ? [serialOf(scene.random, basket.lines[0]?.category ?? '')] : serials;
  inspect(scene, { rmaId: ids.rmaId, site, inspector, atMs, serials: found });
}

function shelve(scene: Scene, { ids: { rmaId }, site }: Handover, fromMs: number): void {
  const { random, cast, journal } = scene;
  if (random.chance(cast.parameters.unshelved)) return;
  const stower = random.pick(site.crew.stowers);
  const atMs = whenDone(scene, { site, person: stower }, { fromMs, hours: 4.5, sigma: 1 });
  stow(scene, { rmaId, stower, atMs });
  // About one return in 67 is seen again in a cycle count within a month.
  if (!random.chance(0.015)) return;
  const { counter } = machinesOf(site);
  journal.scan(atMs + random.between(2, 25) * DAY_MS, {
    rmaId,
    step: 'cycle_counting',
    siteId: site.id,
    attestor: { class: 'system', id: counter, capture: 'api' },
  });
}
