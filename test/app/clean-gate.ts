import type { PinnedPolicy } from '../../lib/app/ports.ts';
import { parseIntakeMessage } from '../../lib/contracts/intake-message.ts';
import type { Refund } from '../../lib/domain/refund/refund.ts';
import { Harness } from './harness.ts';
import type { Delivery } from './watch.ts';

/** The most events that may or may not have been known; more are taken as known in either order. */
const MAX_UNCERTAIN = 8;

/**
 * I12 and I16: whatever the policy approved, a gate that meets no fault would approve too, if it knew this one refund,
 * what was known for certain, and any of what was being delivered at that moment: by the policy that was present when
 * the refund entered, and by the one that was present then.
 */
export async function unearned(gate: Harness, row: Refund): Promise<readonly string[]> {
  const { refundId, audit } = row;
  const entered = gate.watch.entered.get(refundId);
  const approvals = audit.filter(({ status, by }) => status === 'approved' && !by.startsWith('reviewer:'));
  const wrong: string[] = [];
  for (const { at } of approvals) {
    const present = gate.presentAt(new Date(at));
    if (entered !== undefined && !(await isEarned(gate, row, { at, policy: entered }))) {
      wrong.push(
        (await isEarned(gate, row, { at, policy: present }))
          ? `I12: ${refundId} was approved by the present policy, not by the one it entered under`
          : `I16: ${refundId} was approved, and would not be without faults`,
      );
    } else if (!(await isEarned(gate, row, { at, policy: present }))) {
      wrong.push(
        `I12: ${refundId} was approved by the policy it entered under, and the present one is stricter`,
      );
    }
  }
  return wrong;
}

interface Approval {
  readonly at: string;
  readonly policy: PinnedPolicy;
}

async function isEarned(gate: Harness, row: Refund, { at, policy }: Approval): Promise<boolean> {
  const atMs = Date.parse(at);
  const known = [...gate.watch.deliveries.values()].filter((one) => one.firstAt <= atMs && isNews(one));
  const certain = known.filter(({ takenAt }) => takenAt !== undefined && takenAt < atMs);
  const uncertain = known.filter((one) => !certain.includes(one)).slice(0, MAX_UNCERTAIN);
  for (const some of subsetsOf(uncertain)) {
    if (await wouldApprove(row, [...certain, ...some], { at, policy })) return true;
  }
  return false;
}

/** Requests of other refunds can only take room, and what is no event says nothing. */
function isNews({ body }: Delivery): boolean {
  const parsed = parseIntakeMessage(body);
  return parsed.ok && parsed.event.type !== 'refundgate.refund.requested.v1';
}

function subsetsOf<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  const [first, ...rest] = items;
  if (first === undefined) return [[]];
  const without = subsetsOf(rest);
  return [...without, ...without.map((one) => [first, ...one])];
}

async function wouldApprove(row: Refund, known: readonly Delivery[], approval: Approval): Promise<boolean> {
  const clean = new Harness({ policy: approval.policy });
  clean.now = new Date(row.receivedAt);
  await clean.take({
    specversion: '1.0',
    id: 'clean',
    source: 'clean',
    type: 'refundgate.refund.requested.v1',
    time: row.askedAt,
    data: row.request,
  });
  clean.now = new Date(approval.at);
  for (const { body } of known) {
    const parsed = parseIntakeMessage(body);
    if (parsed.ok && parsed.event.type !== 'refundgate.refund.requested.v1')
      await clean.take(JSON.parse(body));
  }
  return (await clean.decide(row.refundId)).outcome === 'approve';
}
