import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../lib/local/json.ts';
import { seeded } from '../system/generated-world.ts';

/** A pattern and an event to try it on. */
export interface Pair {
  readonly pattern: JsonObject;
  readonly event: JsonObject;
}

const KEYS = ['a', 'b', 'c'];
const TEXTS = ['', 'x', 'X', 'xy', 'yx', 'Xy', 'z'];
const NUMBERS = [-1, 0, 1, 1.5, 2, 100];
const DEPTH = 3;
/** How often an operand is one that may have to be refused. */
const REFUSED = 0.05;

/**
 * Returns that many different pairs of patterns and events, the same for the same seed.
 *
 * Left out are patterns in which two branches of an `$or` share an alternative of a field: there the Event Ruler misses
 * matches, about one in 50,000 pairs. Of two such branches on `b`, `["x"]` and `["x", "y"]`, it may forget one.
 */
export function randomPairs(count: number, seed: number): readonly Pair[] {
  const maker = new PairMaker(seeded(seed));
  const pairs = new Map<string, Pair>();
  while (pairs.size < count) {
    const pair = maker.pair();
    if (!hasSharedAlternative(pair.pattern)) pairs.set(JSON.stringify(pair), pair);
  }
  return [...pairs.values()];
}

function hasSharedAlternative(pattern: JsonValue): boolean {
  if (!isJsonObject(pattern)) return false;
  return Object.entries(pattern).some(([key, member]) => {
    if (key !== '$or' || !isJsonArray(member)) return hasSharedAlternative(member);
    const branches = member.map((branch) => new Set(alternativesOf(branch, '')));
    const distinct = new Set(branches.flatMap((branch) => [...branch]));
    const all = branches.reduce((sum, branch) => sum + branch.size, 0);
    return distinct.size < all || member.some(hasSharedAlternative);
  });
}

/** Every alternative with the path of its field. */
function alternativesOf(pattern: JsonValue, path: string): readonly string[] {
  if (isJsonArray(pattern)) return pattern.map((alternative) => `${path}=${JSON.stringify(alternative)}`);
  if (!isJsonObject(pattern)) return [];
  return Object.entries(pattern).flatMap(([key, member]) =>
    key === '$or' && isJsonArray(member)
      ? member.flatMap((branch) => alternativesOf(branch, path))
      : alternativesOf(member, `${path}.${key}`),
  );
}

/** Few keys and few values, so that patterns and events meet; only what `compileEventPattern` knows, right or wrong. */
class PairMaker {
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  pair(): Pair {
    return { pattern: this.#pattern(1, []), event: this.#object(1) };
  }

  #chance(probability: number): boolean {
    return this.#random() < probability;
  }

  #pick<Item>(items: readonly [Item, ...Item[]] | readonly Item[]): Item {
    const item = items[Math.floor(this.#random() * items.length)];
    if (item === undefined) throw new RangeError('There is nothing to pick from.');
    return item;
  }

  #some<Item>(most: number, make: () => Item): readonly Item[] {
    return Array.from({ length: Math.floor(this.#random() * (most + 1)) }, make);
  }

  #scalar(): null | boolean | number | string {
    return this.#pick([this.#pick(TEXTS), this.#pick(TEXTS), this.#pick(NUMBERS), null, true, false]);
  }

  #object(depth: number): JsonObject {
    const keys = KEYS.filter(() => this.#chance(0.7));
    return Object.fromEntries(keys.map((key) => [key, this.#value(depth + 1)]));
  }

  #value(depth: number): JsonValue {
    const kind = this.#random();
    if (depth > DEPTH || kind < 0.35) return this.#scalar();
    if (kind < 0.5) return this.#some(3, () => this.#scalar());
    if (kind < 0.7) return this.#object(depth);
    if (kind < 0.93) return this.#some(3, () => this.#object(depth));
    return this.#some(2, () => this.#value(depth + 1));
  }

  /** @param used keys that stand beside this `$or`: EventBridge would let one of two conditions win. */
  #pattern(depth: number, used: readonly string[]): JsonObject {
    const free = KEYS.filter((key) => !used.includes(key));
    const keys = free.filter(() => this.#chance(0.5));
    const chosen = keys.length === 0 ? [this.#pick(free)] : keys;
    const members = chosen.map((key): [string, JsonValue] => [key, this.#member(depth)]);
    const others = [...used, ...chosen];
    if (this.#chance(0.2) && others.length < KEYS.length) {
      const branches = [this.#pattern(depth, others), this.#pattern(depth, others)];
      members.splice(Math.floor(this.#random() * (members.length + 1)), 0, ['$or', branches]);
    }
    return Object.fromEntries(members);
  }

  #member(depth: number): JsonValue {
    if (depth < DEPTH && this.#chance(0.4)) return this.#pattern(depth + 1, []);
    return [this.#alternative(), ...this.#some(1, () => this.#alternative())];
  }

  #alternative(): JsonValue {
    const kind = this.#random();
    if (kind < 0.3) return this.#scalar();
    if (kind < 0.5) return { exists: false };
    if (kind < 0.6) return { exists: true };
    if (kind < 0.75) return { numeric: this.#numeric() };
    if (kind < 0.9) return { 'anything-but': this.#excluded() };
    return this.#textOperator(true);
  }

  #textOperator(nested: boolean): JsonObject {
    const name = this.#pick(['prefix', 'suffix', 'equals-ignore-case']);
    const text = this.#pick(TEXTS);
    const ignoresCase = this.#chance(nested && name !== 'equals-ignore-case' ? 0.4 : REFUSED);
    return { [name]: ignoresCase ? { 'equals-ignore-case': text } : text };
  }

  #numeric(): JsonValue {
    const signs = ['=', '<', '<=', '>', '>='];
    if (this.#chance(REFUSED)) return [this.#pick(signs), 1, this.#pick(signs), this.#pick(NUMBERS)];
    if (this.#chance(0.6)) return [this.#pick(signs), this.#pick(NUMBERS)];
    return [this.#pick(['>', '>=']), this.#pick([-1, 0]), this.#pick(['<', '<=']), this.#pick([1, 1.5, 2])];
  }

  #excluded(): JsonValue {
    if (this.#chance(REFUSED)) return this.#some(2, () => this.#scalar());
    const kind = this.#random();
    if (kind < 0.2) return this.#pick([...TEXTS, ...NUMBERS]);
    if (kind < 0.5) return [this.#pick(TEXTS), ...this.#some(2, () => this.#pick(TEXTS))];
    if (kind < 0.65) return [this.#pick(NUMBERS), ...this.#some(2, () => this.#pick(NUMBERS))];
    return this.#textOperator(false);
  }
}
