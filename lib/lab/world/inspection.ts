import { MINUTE_MS } from '../../domain/shared/calendar.ts';
import type { Scene } from './cast.ts';
import type { Employee } from './employee.ts';
import { serialOf } from './goods.ts';
import { madeBy } from './intake.ts';
import type { Site } from './sites.ts';

/** An opened parcel: who opens it, when, and what is in it. */
export interface Opened {
  readonly rmaId: string;
  readonly site: Site;
  readonly inspector: Employee;
  readonly atMs: number;
  /** The serial numbers on what is inside, if the goods are numbered. */
  readonly serials: readonly string[];
}

/** How often a number is typed because its label is torn or the reader does not work. */
const KEYED_SHARE = 0.03;

/**
 * How often the reader takes the number of the next item on the bench. The inspector notices it and declares the
 * scan wrong.
 */
const MISREAD_SHARE = 0.006;

/** How often the bench camera's picture of a numbered article is kept. */
const PICTURE_SHARE = 0.6;

/** Inspects goods that are what they should be; some are worn or broken. */
export function inspect(scene: Scene, { rmaId, inspector, atMs, serials }: Opened): void {
  const { random, journal } = scene;
  const capture = random.chance(KEYED_SHARE) ? 'keyed' : 'scanned';
  const by = madeBy(inspector, capture);
  if (serials.length > 0 && random.chance(MISREAD_SHARE)) {
    const wrong = [serialOf(random, 'misread')];
    journal.mistaken(atMs - random.between(1, 3) * MINUTE_MS, atMs - MINUTE_MS / 2, {
      rmaId,
      step: 'inspecting',
      disposition: 'conformant',
      ...by,
      serials: wrong,
    });
  }
  const isWorn = random.chance(0.03);
  const hasPicture = serials.length > 0 && random.chance(PICTURE_SHARE);
  journal.scan(atMs, {
    rmaId,
    step: 'inspecting',
    disposition: isWorn ? random.pick(['damaged', 'non_conformant']) : 'conformant',
    ...by,
    ...(serials.length > 0 ? { serials } : {}),
    ...(hasPicture ? { photos: [random.hex(64)] } : {}),
  });
}

/**
 * Inspects a parcel with something other than the goods in it: the inspector finds another number, or no such
 * goods.
 */
export function inspectDecoy(scene: Scene, { rmaId, inspector, atMs, serials }: Opened): void {
  const { random, journal } = scene;
  const by = madeBy(inspector, 'scanned');
  // The same model with another number (a broken one bought for parts), otherwise stones, soap, an old model.
  const isLike = serials.length > 0 && random.chance(0.35);
  journal.scan(atMs, {
    rmaId,
    step: 'inspecting',
    disposition: isLike ? 'mismatch_instance' : random.pick(['mismatch_class', 'non_conformant']),
    ...by,
    ...(isLike ? { serials: [serialOf(random, 'other')] } : {}),
  });
}
