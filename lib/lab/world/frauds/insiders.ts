import type { TrueEmployee } from '../../truth.ts';
import type { Cast } from '../cast.ts';
import type { Employee } from '../employee.ts';
import { headCount, scaleOf } from '../options.ts';
import type { Random } from '../random.ts';

type Kind = NonNullable<TrueEmployee['insider']>;

/** Who is bribed, and whose password was stolen. */
export interface Insiders {
  readonly kinds: ReadonlyMap<string, Kind>;
  readonly of: (kind: Kind) => readonly Employee[];
  /** The other clerk of the same site who is bribed too, if there is one. */
  readonly helperOf: (clerk: Employee) => Employee | undefined;
}

/**
 * Insiders of the full world. About one clerk in nine is bribed, far more than any retailer has: a world must have
 * enough of them to measure how soon they are found.
 */
const FULL = { bribed_clerk: 24, adaptive_clerk: 5, bribed_agent: 8, bribed_supervisor: 3, phished: 26 };

/** Returns which employees are insiders, and of what kind. */
export function drawInsiders(cast: Cast, random: Random): Insiders {
  const scale = scaleOf(cast.options);
  const yearShare = cast.options.days / 365;
  const pairs = drawPairs(cast, random, headCount(FULL_PAIRS, scale, 0));
  const clerks = [...pairs.flat(), ...random.shuffled(cast.staff.clerks)];
  const kinds = new Map<string, Kind>();
  const people = new Map<Kind, readonly Employee[]>();
  const take = (kind: Kind, from: readonly Employee[], count: number): void => {
    const taken = [...new Set(from)].filter(({ id }) => !kinds.has(id)).slice(0, count);
    for (const { id } of taken) kinds.set(id, kind);
    people.set(kind, taken);
  };
  take('bribed_clerk', clerks, headCount(FULL.bribed_clerk, scale, 1));
  take('adaptive_clerk', clerks, headCount(FULL.adaptive_clerk, scale, 1));
  take('phished', clerks, headCount(FULL.phished, scale * yearShare, 1));
  take('bribed_agent', random.shuffled(cast.staff.agents), headCount(FULL.bribed_agent, scale, 1));
  take(
    'bribed_supervisor',
    random.shuffled(cast.staff.supervisors),
    headCount(FULL.bribed_supervisor, scale, 1),
  );
  const helpers = new Map(pairs.flatMap(([a, b]) => [[a.id, b] as const, [b.id, a] as const]));
  return { kinds, of: (kind) => people.get(kind) ?? [], helperOf: ({ id }) => helpers.get(id) };
}

/**
 * Pairs of bribed clerks of one site who vouch for each other's marks, in the full world. There are few: a second
 * person costs twice as much.
 */
const FULL_PAIRS = 2;

function drawPairs(
  { staff }: Cast,
  random: Random,
  count: number,
): readonly (readonly [Employee, Employee])[] {
  return random
    .shuffled(staff.sites)
    .flatMap(({ crew: { clerks } }): (readonly [Employee, Employee])[] => {
      const [a, b] = clerks;
      return a === undefined || b === undefined ? [] : [[a, b]];
    })
    .slice(0, count);
}
