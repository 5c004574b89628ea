import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { type Alternative, compileAlternative, refusedPattern } from './compile-alternative.ts';
import { type ArrayPlaces, type EventFields, eventFields, fieldPath, joinPlaces } from './event-fields.ts';

/** Returns true if an event, in the envelope EventBridge delivers, matches a pattern. */
export type EventMatcher = (event: JsonObject) => boolean;

/** The most combinations of `$or` branches that EventBridge allows. */
const MAX_COMBINATIONS = 1000;

/** Fields that must all match, by path. */
type Conjunction = ReadonlyMap<string, readonly Alternative[]>;

/**
 * Returns the matcher of an EventBridge event pattern: nested fields, lists of alternatives, `$or` and the operators
 * prefix, suffix, equals-ignore-case, anything-but (values, prefix, suffix, equals-ignore-case), numeric and exists.
 *
 * It gives the same results as AWS's Event Ruler 1.8.1. A field that holds an array matches when one of its elements
 * does, and two fields of objects in one array match only in the same object. `exists: false` wants no value at the
 * path; an empty array has none. In an array of objects it looks only at the object in which earlier fields, sorted by
 * path, have matched, or at all objects if no earlier field has matched in the array.
 *
 * @param where names the rule in messages.
 * @throws UnsupportedFeatureError for any other operator, or a pattern EventBridge would refuse.
 */
export function compileEventPattern(pattern: JsonObject, where: string): EventMatcher {
  const anyOf = conjunctionsOf(pattern, '', where).map((conjunction) =>
    [...conjunction].sort(([left], [right]) => (left < right ? -1 : 1)),
  );
  return (event) => {
    const fields = eventFields(event);
    return anyOf.some((allOf) => matchFrom(allOf, 0, fields, new Map()));
  };
}

/** Tries each way in which a field can match, because the next fields depend on the array elements it was found in. */
function matchFrom(
  allOf: readonly (readonly [path: string, anyOf: readonly Alternative[]])[],
  index: number,
  fields: EventFields,
  places: ArrayPlaces,
): boolean {
  const next = allOf[index];
  if (next === undefined) return true;
  const [path, anyOf] = next;
  const found = (fields.get(path) ?? []).flatMap(({ value, places: own }) => {
    const joined = joinPlaces(places, own);
    return joined === undefined ? [] : [{ value, joined }];
  });
  if (anyOf.includes('absent') && found.length === 0) return matchFrom(allOf, index + 1, fields, places);
  return found.some(
    ({ value, joined }) =>
      anyOf.some((test) => test !== 'absent' && test(value)) && matchFrom(allOf, index + 1, fields, joined),
  );
}

/** Returns the pattern with every `$or` multiplied out. */
function conjunctionsOf(pattern: JsonObject, parent: string, where: string): readonly Conjunction[] {
  const members = Object.entries(pattern);
  if (members.length === 0) throw refusedPattern(where, 'an empty pattern');
  return members.reduce<readonly Conjunction[]>(
    (all, [key, member]) => {
      const more = memberOf(key, member, parent, where);
      if (all.length * more.length > MAX_COMBINATIONS)
        throw refusedPattern(where, `$or with more than ${MAX_COMBINATIONS} combinations of branches`);
      return all.flatMap((one) => more.map((other) => join(one, other, where)));
    },
    [new Map()],
  );
}

function memberOf(key: string, member: JsonValue, parent: string, where: string): readonly Conjunction[] {
  if (key === '$or') return conjunctionsOfOr(member, parent, where);
  const at = `${where}.${key}`;
  const path = fieldPath(parent, key);
  if (isJsonObject(member)) return conjunctionsOf(member, path, at);
  if (!isJsonArray(member)) throw refusedPattern(at, 'a bare value; write it in a list');
  if (member.length === 0) throw refusedPattern(at, 'an empty list of alternatives');
  return [new Map([[path, member.map((alternative) => compileAlternative(alternative, at))]])];
}

function conjunctionsOfOr(alternatives: JsonValue, parent: string, where: string): readonly Conjunction[] {
  const patterns = isJsonArray(alternatives) ? alternatives : [];
  if (patterns.length < 2) throw refusedPattern(where, '$or with fewer than two patterns');
  return patterns.flatMap((pattern, index) => {
    const at = `${where}.$or[${index}]`;
    if (!isJsonObject(pattern)) throw refusedPattern(at, 'a value; write a pattern');
    return conjunctionsOf(pattern, parent, at);
  });
}

/** Merges two sets of fields. For a field in both, EventBridge would use only the later condition, so it is refused. */
function join(left: Conjunction, right: Conjunction, where: string): Conjunction {
  for (const path of right.keys()) {
    if (left.has(path)) throw refusedPattern(where, `the field ${path} twice, in $or and beside it`);
  }
  return new Map([...left, ...right]);
}
