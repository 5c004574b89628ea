import type { FaultPoint } from './faults.ts';
import { Harness } from './harness.ts';
import type { Story } from './stories.ts';

/** Returns a gate to which a story happened, with these faults. */
export async function told(story: Story, faults: readonly FaultPoint[]): Promise<Harness> {
  const { policy } = story;
  const gate = new Harness({ faults, ...(policy === undefined ? {} : { policy }) });
  await story.tell(gate);
  return gate;
}

/** Returns the status that each refund of a story ended in. */
export async function endOf(gate: Harness, story: Story): Promise<Readonly<Record<string, string>>> {
  const ids = Object.keys(story.ends[0] ?? {});
  const rows = await Promise.all(ids.map(async (id) => [id, (await gate.row(id)).status] as const));
  return Object.fromEntries(rows);
}
