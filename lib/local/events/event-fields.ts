import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../json.ts';

/** A value that is neither object nor array. */
export type Scalar = null | boolean | number | string;

/** Which element of each array something lies in, by the array's number. */
export type ArrayPlaces = ReadonlyMap<number, number>;

/** A scalar of an event. */
export interface EventField {
  readonly value: Scalar;
  readonly places: ArrayPlaces;
}

/** The scalars of an event by their path, `detail.lines.sku`; arrays are no part of a path. */
export type EventFields = ReadonlyMap<string, readonly EventField[]>;

/** Returns every scalar of an event. An empty array, like an empty object, leaves nothing. */
export function eventFields(event: JsonObject): EventFields {
  const fields = new Map<string, EventField[]>();
  let arrays = 0;
  const visit = (value: JsonValue, path: string, places: ArrayPlaces): void => {
    if (isJsonArray(value)) {
      const array = arrays++;
      for (const [index, element] of value.entries()) {
        // Scalars of one array are alternatives of one field; only what lies in objects or arrays has a place.
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

/** Returns the places of both, or undefined when they lie in different elements of one array. */
export function joinPlaces(left: ArrayPlaces, right: ArrayPlaces): ArrayPlaces | undefined {
  for (const [array, index] of right) if ((left.get(array) ?? index) !== index) return undefined;
  return new Map([...left, ...right]);
}

function isScalar(value: JsonValue): value is Scalar {
  return typeof value !== 'object' || value === null;
}
