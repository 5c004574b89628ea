import type * as z from 'zod';

/**
 * The fields of a schema of `T`. `z.object({ … } satisfies Shape<T>)` does not compile while a field is missing, optional
 * ones included: otherwise it would be dropped without a word when it is read.
 */
export type Shape<T> = { readonly [Field in keyof Required<T>]: z.ZodType<T[Field]> };
