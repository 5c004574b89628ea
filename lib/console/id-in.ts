import { idSchema } from '../contracts/fields.ts';

/** Returns the id in a query; nothing has the empty id, which a text that is no id becomes. */
export function idIn(text: string | undefined): string {
  const id = idSchema.safeParse(text);
  return id.success ? id.data : '';
}
