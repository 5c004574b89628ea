/** A value that is still being built: its own fields may be set, but what they hold may not be changed. */
export type Unfinished<Value> = { -readonly [Field in keyof Value]: Value[Field] };

/** A value that may not be changed at any depth: what an event says about a row is the row's own data, not a copy. */
export type Immutable<Value> = Value extends object
  ? { readonly [Field in keyof Value]: Immutable<Value[Field]> }
  : Value;
