import { DAY_MS, MINUTE_MS } from '../../../domain/shared/calendar.ts';
import type { Buyer } from '../buyers.ts';
import { type Cast, idsOf, type Scene } from '../cast.ts';
import type { Employee } from '../employee.ts';
import { dearBasket, serialsOf } from '../goods.ts';
import { madeBy, mark } from '../intake.ts';
import type { Random } from '../random.ts';
import { requestOf, usualSession } from '../request.ts';
import { truthOf } from '../reviewers.ts';
import { atWork } from '../staff.ts';
import { aWhileAfter, clientFor, countryOf, fakeTracking, fraudulently } from './crime.ts';
import { drawAlbum } from './customers.ts';
import type { Insiders } from './insiders.ts';
import { drawCareer, type Thread, thread, timesOf } from './thread.ts';

/** Returns the frauds of method 1: bribed clerks who mark what never came, once or twice a week for months. */
export function ghostReturns(cast: Cast, insiders: Insiders, random: Random): readonly Thread[] {
  return insiders.of('bribed_clerk').flatMap((clerk) => {
    const career = drawCareer(random, cast.options, [10, 42]);
    const ring = cast.crooks.ring(countryOf(clerk.country), random.whole(4, 8));
    const perWeek = cast.parameters.ghostsPerWeek * random.between(0.75, 1.25);
    const helper = insiders.helperOf(clerk);
    // Pictures of goods that came once, kept for marks of goods that never came.
    const album = drawAlbum(random);
    return timesOf(random, career, perWeek).map((atMs) =>
      thread(Math.max(atMs, clerk.startsMs), (scene) => playGhost(scene, { clerk, ring, helper, album })),
    );
  });
}

interface Ghost {
  readonly clerk: Employee;
  readonly ring: readonly Buyer[];
  readonly helper: Employee | undefined;
  readonly album: readonly string[];
}

function playGhost(scene: Scene, { clerk, ring, helper, album }: Ghost): void {
  const { cast, random, journal, startMs } = scene;
  const ids = idsOf(scene);
  const { rmaId } = ids;
  const country = countryOf(clerk.country);
  const buyer = clientFor(scene, country, ring);
  // A job is one expensive item, or up to five of one kind.
  const units = random.chance(0.22) ? random.whole(2, 5) : 1;
  const basket = dearBasket(random, { euros: units > 1 ? [700, 7000] : [260, 2800], units });
  // One in five has a label scanned first: the tracking page then shows something.
  const label = random.chance(0.2)
    ? fakeTracking(scene, { rmaId, country, isDelivered: random.chance(0.4) })
    : undefined;
  const atMs = atWork(
    clerk,
    label === undefined ? startMs : Math.max(label.deliveredToldMs, startMs + 2 * DAY_MS),
  );
  if (random.chance(0.93)) mark(scene, { rmaId, clerk, atMs });
  const accomplices = helper !== undefined && helper.startsMs <= atMs && random.chance(0.4) ? [helper] : [];
  const photos = random.chance(0.4) ? [random.pick(album)] : [];
  const papers = { rmaId, atMs, serials: serialsOf(basket), photos };
  for (const one of accomplices) vouch(scene, { ...papers, one });
  if (accomplices.length === 0) vouchAlone(scene, { ...papers, one: clerk });
  const session = {
    ...usualSession(random, clerk),
    offShift: random.chance(0.05),
    wrongSite: random.chance(0.04),
  };
  const request = requestOf({ ids, buyer, basket, claim: 'returned', marker: clerk, session });
  const truth = fraudulently(ids, 'ghost_return', 'nothing_came', [clerk, ...accomplices]);
  journal.refund(atMs, request, truthOf(cast, random, truth));
}

interface Voucher {
  readonly rmaId: string;
  readonly one: Employee;
  readonly atMs: number;
  readonly serials: readonly string[];
  readonly photos: readonly string[];
}

/** Lets the helper book the goods onto a shelf or through inspection, from the papers. */
function vouch({ random, journal }: Scene, { rmaId, one, atMs, serials, photos }: Voucher): void {
  const helpedMs = aWhileAfter(random, atMs);
  if (random.chance(0.6)) {
    journal.scan(helpedMs, { rmaId, step: 'storing', ...madeBy(one, 'scanned') });
    return;
  }
  // The serial numbers are in the order; typing them is less work than forging labels.
  const capture = random.chance(0.25) ? 'scanned' : 'keyed';
  journal.scan(helpedMs, {
    rmaId,
    step: 'inspecting',
    disposition: 'conformant',
    ...madeBy(one, capture),
    serials,
    ...(photos.length > 0 ? { photos } : {}),
  });
}

/** Lets some clerks also inspect or shelve what they marked, so that the return looks finished. */
function vouchAlone({ random, journal }: Scene, { rmaId, one, atMs, serials, photos }: Voucher): void {
  if (random.chance(0.2)) {
    journal.scan(atMs + random.between(1, 30) * MINUTE_MS, {
      rmaId,
      step: 'inspecting',
      disposition: 'conformant',
      ...madeBy(one, 'keyed'),
      serials,
      ...(photos.length > 0 ? { photos } : {}),
    });
  }
  if (random.chance(0.08)) {
    journal.scan(aWhileAfter(random, atMs), {
      rmaId,
      step: 'storing',
      ...madeBy(one, 'scanned'),
    });
  }
}
