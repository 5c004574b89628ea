import { describe, expect, it } from 'vitest';
import { sha256 } from '../../lib/app/digest.ts';
import { UnknownRefundError } from '../../lib/app/refund/load-refund.ts';
import { checkedBy, passingFindings } from '../builders.ts';
import { asked, DAY, docked, START, tooLight } from './events.ts';
import { Harness } from './harness.ts';

const OVER_LIMIT = {
  amount: { currency: 'EUR', minor: 600_000 },
  captured: { currency: 'EUR', minor: 600_000 },
} as const;

describe('what is still to do for a refund', () => {
  it('that was just received is what its findings say', async () => {
    const gate = new Harness();
    await gate.take(docked());
    await gate.take(asked());
    expect(await gate.decide('re_1')).toStrictEqual({ refundId: 're_1', outcome: 'approve', version: 2 });
  });

  it('that is approved is to publish it, whatever the findings say now', async () => {
    const gate = new Harness();
    await gate.take(docked());
    await gate.take(asked());
    await gate.decide('re_1');
    await gate.take(tooLight());
    expect(await gate.decide('re_1')).toStrictEqual({ refundId: 're_1', outcome: 'approve', version: 2 });
  });

  it('that is published is nothing', async () => {
    const gate = new Harness();
    await gate.deliver(docked(), asked());
    const row = await gate.row();
    expect(row.status).toBe('published');
    expect(await gate.decide('re_1')).toStrictEqual({
      refundId: 're_1',
      outcome: 'none',
      version: row.version,
    });
  });

  it('that is held and not told yet is to announce it, and nothing once it is told', async () => {
    const gate = new Harness();
    await gate.take(asked());
    expect((await gate.decide('re_1')).outcome).toBe('hold');
    const step = await gate.decide('re_1');
    expect(step.outcome).toBe('announce');
    await gate.followUp(step);
    expect((await gate.decide('re_1')).outcome).toBe('none');
  });

  it('that is escalated is to start its review, once under one name, until that is opened', async () => {
    const gate = new Harness();
    await gate.take(asked(OVER_LIMIT));
    const step = await gate.decide('re_1');
    const dueAt = (await gate.row()).dueAt ?? '';
    const reviewExecution = `${sha256('re_1').slice(0, 40)}-${Date.parse(dueAt) / 1000}`;
    expect(step).toStrictEqual({ refundId: 're_1', outcome: 'escalate', version: 2, reviewExecution });
    expect(await gate.decide('re_1')).toStrictEqual(step);
    gate.now = new Date(dueAt);
    const anew = await gate.decide('re_1');
    expect(anew.outcome).toBe('escalate');
    expect(anew.reviewExecution).not.toBe(reviewExecution);
  });

  it('that is escalated and opened is nothing until its time is over, and then a review anew', async () => {
    const gate = new Harness();
    await gate.deliver(asked(OVER_LIMIT));
    expect((await gate.decide('re_1')).outcome).toBe('none');
    gate.workflows.die();
    gate.now = new Date(START.getTime() + DAY - 1);
    expect((await gate.decide('re_1')).outcome).toBe('none');
    gate.now = new Date(START.getTime() + DAY);
    expect((await gate.decide('re_1')).outcome).toBe('escalate');
  });

  it('that is denied is to announce it, and then nothing', async () => {
    const gate = new Harness();
    await gate.deliver(asked(OVER_LIMIT));
    await gate.review({ reviewerId: 'rev_1', decision: 'deny' });
    const step = await gate.decide('re_1');
    expect(step.outcome).toBe('announce');
    await gate.followUp(step);
    expect((await gate.decide('re_1')).outcome).toBe('none');
  });

  it('that has no row is a fault', async () => {
    const gate = new Harness();
    await expect(gate.decide('re_1', checkedBy(passingFindings()))).rejects.toThrow(UnknownRefundError);
  });
});
