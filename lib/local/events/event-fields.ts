import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../json.ts';

/** A value that is neither object nor array. */
export type Scalar = null | boolean | number | string;

/** For each array around a value, by the array's number, the index of the element that contains the value. */
export type ArrayPlaces = ReadonlyMap<number, number>;

/** A scalar of an event. */
export interface EventField {
  readonly value: Scalar;
  readonly places: ArrayPlaces;
}

/** The scalars of an event by path, such as `detail.lines.sku`. Arrays are not part of a path. */
export type EventFields = ReadonlyMap<string, readonly EventField[]>;

/** Returns every scalar of an event. An empty array or object adds nothing. */
export function eventFields(event: JsonObject): EventFields {
  const fields = new Map<string, EventField[]>();
  let arrays = 0;
  const visit = (value: JsonValue, path: string, places: ArrayPlaces): void => {
    if (isJsonArray(value)) {
      const array = arrays++;
      for (const [index, element] of value.entries()) {
        // Scalars in one array are alternative values of one field. Only values within objects or arrays have a place.
        visit(element, path, isScalar(element) ? places : new Map([...places, [array, index]]));
      }
    } else if (isJsonObject(value)) {
      for (const [key, member] of Object.entries(value)) visit(member, fieldPath(path, key), places);
    } else {
      const known = fields.get(path);
      if (known) known.push({ value, places });
      else fields.set(path, [{ value, places }]);
    }
  };
  visit(event, '', new Map());
  return fields;
}

/** Returns the path of a field within another; the event itself has the empty path. */
export function fieldPath(parent: string, key: string): string {
  return parent === '' ? key : `${parent}.${key}`;
}

/** Returns the places of both, or undefined when they are in different elements of one array. */
export function joinPlaces(left: ArrayPlaces, right: ArrayPlaces): ArrayPlaces | undefined {
  for (const [array, index] of right) if ((left.get(array) ?? index) !== index) return undefined;
  return new Map([...left, ...right]);
}

function isScalar(value: JsonValue): value is Scalar {
  return typeof value !== 'object' || value === null;
}
