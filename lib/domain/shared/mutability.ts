/** A value that is still being put together: its own fields may be set, what they hold may not be changed. */
export type Unfinished<Value> = { -readonly [Field in keyof Value]: Value[Field] };

/** A value that may be changed nowhere, however deep: what is told of a row is the row's own, not a copy. */
export type Immutable<Value> = Value extends object
  ? { readonly [Field in keyof Value]: Immutable<Value[Field]> }
  : Value;
