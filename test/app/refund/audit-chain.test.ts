import { describe, expect, it } from 'vitest';
import { isAuditIntact } from '../../../lib/app/refund/audit-chain.ts';
import { IllegalMoveError, moveRefund } from '../../../lib/app/refund/move-refund.ts';
import type { Refund } from '../../../lib/domain/refund/refund.ts';
import { caseText } from '../case-text.ts';
import { asked, DAY, docked, fullChain, MINUTE } from '../events.ts';
import { Harness } from '../harness.ts';

/** What moves without a decision, and hence is no part of the chain; the history follows from scans and verdicts. */
const HINTS = /^(?:version|outbox|dueAt|review\.token|review\.slaAt|review\.reminded\..+|history\..+)$/;

type Json = Readonly<Record<string, unknown>> | readonly unknown[];

/** Returns the paths of every single value in a row. */
function pathsOf(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return value === undefined ? [] : [path];
  const inner = Object.entries(value).flatMap(([key, one]) => pathsOf(one, [...path, key]));
  return inner.length === 0 ? [path] : inner;
}

function tampered(value: unknown): unknown {
  if (typeof value === 'string') return `${value}0`;
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  return Array.isArray(value) ? ['more'] : { more: 1 };
}

/** Returns a copy of the row with the one value at the path replaced. */
function withTampered(row: Json, [head = '', ...rest]: readonly string[]): Json {
  const before: unknown = Reflect.get(row, head);
  const isInner = typeof before === 'object' && before !== null && rest.length > 0;
  const after = isInner ? withTampered(Object(before), rest) : tampered(before);
  return Array.isArray(row) ? row.with(Number(head), after) : { ...row, [head]: after };
}

async function rows(): Promise<Readonly<Record<string, Refund>>> {
  const honest = new Harness();
  await honest.deliver(...fullChain(), asked());
  const held = new Harness();
  await held.deliver(docked('rma_2'), asked());
  const people = new Harness();
  const amount = { currency: 'EUR', minor: 1_200_000 };
  await people.deliver(...fullChain(), asked({ amount, captured: amount }));
  await people.pass(DAY + MINUTE);
  await people.review({ reviewerId: 'rev_1', note: 'looked at the pictures' });
  const voted = await people.row();
  await people.review({ reviewerId: 'rev_2', decision: 'deny' });
  await people.run();
  const denied = await people.row();
  const reminded = await remindedCase().then((gate) => gate.row());
  return { published: await honest.row(), held: await held.row(), voted, reminded, denied };
}

/** A case that nobody decided for six days. */
async function remindedCase(): Promise<Harness> {
  const gate = new Harness();
  const amount = { currency: 'EUR', minor: 1_200_000 };
  await gate.deliver(...fullChain(), asked({ amount, captured: amount }));
  await gate.pass(6 * DAY);
  return gate;
}

describe('the audit chain', () => {
  it.each(['published', 'held', 'voted', 'reminded', 'denied'])(
    'of a %s refund is intact, and every single value changed behind its back shows',
    async (name) => {
      const row = (await rows())[name];
      if (row === undefined) throw new Error(`There is no row ${name}.`);
      expect(isAuditIntact(row)).toBe(true);
      const paths = pathsOf(row);
      const unseen = paths.filter((path) => isAuditIntact(Object(withTampered(Object(row), path))));
      expect(unseen.map((path) => path.join('.')).filter((path) => !HINTS.test(path))).toStrictEqual([]);
      expect(paths.length).toBeGreaterThan(40);
    },
  );

  it('shows a link that is missing, put twice or moved', async () => {
    const { denied } = await rows();
    if (denied === undefined) throw new Error('There is no denied row.');
    const { audit } = denied;
    expect(audit.map(({ status, by }) => [status, by])).toStrictEqual([
      ['received', 'policy'],
      ['escalated', 'policy'],
      ['escalated', 'timeout'],
      ['escalated', 'reviewer:rev_1'],
      ['denied', 'reviewer:rev_2'],
    ]);
    for (let at = 0; at < audit.length; at += 1) {
      expect(isAuditIntact({ ...denied, audit: audit.toSpliced(at, 1) })).toBe(false);
      expect(isAuditIntact({ ...denied, audit: audit.toSpliced(at, 0, ...audit.slice(at, at + 1)) })).toBe(
        false,
      );
    }
    expect(isAuditIntact({ ...denied, audit: audit.toReversed() })).toBe(false);
    expect(isAuditIntact({ ...denied, audit: [] })).toBe(false);
  });

  it('shows votes taken out, added or turned', async () => {
    const { voted } = await rows();
    if (voted?.review == null) throw new Error('There is no review.');
    const { review } = voted;
    const [vote] = review.votes;
    if (vote === undefined) throw new Error('There is no vote.');
    for (const votes of [
      [],
      [vote, { ...vote, reviewerId: 'rev_9' }],
      [{ ...vote, decision: 'deny' as const }],
    ]) {
      expect(isAuditIntact({ ...voted, review: { ...review, votes } })).toBe(false);
    }
    expect(isAuditIntact({ ...voted, review: { ...review, quorum: 1 } })).toBe(false);
  });

  it('is told in the case as a person reads it, broken or not', async () => {
    const gate = new Harness();
    await gate.deliver(...fullChain(), asked());
    expect(await caseText(gate.memory, 're_1')).toContain('The chain of this history is intact.');
    const row = await gate.row();
    const store = { ...gate.memory, refund: async () => ({ ...row, policyHash: 'sha256:other' }) };
    expect(await caseText(store, 're_1')).toContain('THE CHAIN OF THIS HISTORY IS BROKEN');
    expect(await caseText(gate.memory, 're_2')).toBe(undefined);
  });

  it('of a case that nobody decides ends at the top tier; how often it was asked again stands beside it', async () => {
    const gate = await remindedCase();
    expect((await gate.row()).audit).toHaveLength(4);
    const told = await caseText(gate.memory, 're_1');
    expect(told).toContain('needed: 2 approvals by different people, or one denial');
    expect(told).toContain('reminders since: 4, the last on 2026-11-28T10:');
  });
});

describe('a move', () => {
  it('that is not legal is a defect, not an outcome', async () => {
    const gate = new Harness();
    await gate.take(asked());
    const row = await gate.row();
    const move = { decision: null, outbox: null, dueAt: null, by: 'policy', at: gate.now };
    expect(() => moveRefund(row, { ...move, status: 'published' })).toThrow(
      new IllegalMoveError('re_1', 'received', 'published'),
    );
    expect(() => moveRefund(row, { ...move, status: 'denied' })).toThrow(IllegalMoveError);
  });
});
