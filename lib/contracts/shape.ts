import type * as z from 'zod';

/**
 * The fields of a schema of `T`. `z.object({ … } satisfies Shape<T>)` does not compile if a field is missing, even
 * an optional one. Otherwise that field would be lost silently when the value is read.
 */
export type Shape<T> = { readonly [Field in keyof Required<T>]: z.ZodType<T[Field]> };
