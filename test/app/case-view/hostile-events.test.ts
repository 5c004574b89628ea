import { describe, expect, it } from 'vitest';
import { caseViewOf } from '../../../lib/app/case-view/case-view.ts';
import { describeCase } from '../../../lib/app/case-view/describe-case.ts';
import type { CaseStore } from '../../../lib/app/case-view/load-case.ts';
import { pinPolicy } from '../../../lib/app/judging/policies.ts';
import { escalationMail } from '../../../lib/app/review/escalation-mail.ts';
import { INBOUND_DATA } from '../../../lib/contracts/inbound-events.ts';
import { refundRequestedSchema } from '../../../lib/contracts/refund-requested.ts';
import { scanRecordedSchema } from '../../../lib/contracts/scan-recorded.ts';
import type { Refund } from '../../../lib/domain/refund/refund.ts';
import { visibleJson } from '../../../lib/domain/shared/visible-text.ts';
import { aLine, aPolicy, aRefund, eur } from '../../builders.ts';
import { asked, docked, employee, event, flag, START, scanned, shared } from '../events.ts';
import { Harness } from '../harness.ts';
import { allTexts, HOSTILE, MARK, OBEYED, type Path, textsOf, withAt, withTexts } from './hostile.ts';

const judging = (): Harness => new Harness({ policy: pinPolicy(aPolicy({ auditPerMillion: 0 })) });

/** Checks what people are shown of a refund, and returns whether any of it has the mark. */
async function shownSafely(store: CaseStore, refundId: string, lines?: number): Promise<boolean> {
  const view = await caseViewOf(store, refundId, { now: START });
  if (view === undefined) throw new Error('There is no such refund.');
  expect(allTexts(view).filter((text) => OBEYED.test(text))).toStrictEqual([]);
  const text = describeCase(view);
  const shown = text.split('\n');
  expect(shown.filter((line) => OBEYED.test(line))).toStrictEqual([]);
  if (lines !== undefined) expect(shown).toHaveLength(lines);
  const json = visibleJson(view);
  expect(OBEYED.test(json)).toBe(false);
  expect(JSON.parse(json)).toStrictEqual(view);
  return text.includes(MARK) && json.includes(MARK);
}

/** Checks the mail about a refund. */
function mailedSafely(refund: Refund): void {
  const mail = escalationMail(refund, { consoleUrl: 'https://console.example', now: START });
  expect(mail.subject).toMatch(/^[\x20-\x7e]{1,99}$/);
  expect(mail.text.split('\n').filter((line) => OBEYED.test(line))).toStrictEqual([]);
  const own = encodeURIComponent(refund.refundId.toWellFormed());
  const foreign = mail.text.replaceAll(own, '');
  expect(`${mail.subject} ${foreign}`).not.toMatch(/zqx|Bcc|<|>|javascript:/);
  expect([...mail.text.matchAll(/\w+:\/\/[^\s/]*/g)].map(([url]) => url)).toStrictEqual([
    'https://console.example',
  ]);
}

const FIELDS: readonly (readonly [string, Path])[] = [
  ...textsOf(refundRequestedSchema).map((path) => ['refund.requested', path] as const),
  ...textsOf(scanRecordedSchema).map((path) => ['scan.recorded', path] as const),
  ...(['employee.updated', 'subject.flagged', 'subject.shared', 'review.decided'] as const).flatMap((type) =>
    textsOf(INBOUND_DATA[`refundgate.${type}.v1`]).map((path) => [type, path] as const),
  ),
];

describe('a hostile text in one field of an event', () => {
  it('is tried in every text of every event that a refund shows', () => {
    const names = FIELDS.map(([type, path]) => `${type} ${path.join('.')}`);
    for (const name of ['lines.0.sku', 'lines.0.serials.0', 'session.deviceId', 'attachments.0.sha256'])
      expect(names).toContain(`refund.requested ${name}`);
    expect(names).toContain('scan.recorded refundgate:attestor.id');
    expect(names).toContain('review.decided note');
    expect(names.length).toBeGreaterThan(50);
  });

  it.each(FIELDS)('is refused or shown as text: %s %s', async (type, path) => {
    for (const text of Object.values(HOSTILE)) {
      const gate = judging();
      const base = {
        'refund.requested': aRefund({ amount: eur(250_000) }),
        'scan.recorded': scanned({ step: 'storing' }).data,
        'employee.updated': employee('emp_7', { status: 'suspended' }).data,
        'subject.flagged': flag('flagged', { kind: 'customer', id: 'c_1' }).data,
        'subject.shared': shared({ kind: 'customer', id: 'c_1' }).data,
        'review.decided': { refundId: 're_1', reviewerId: 'rev_1', decision: 'deny', verdict: 'other' },
      }[type];
      await gate.deliver(event(type, withAt(base, path, text)));
      if (type !== 'refund.requested') await gate.deliver(asked({ amount: eur(250_000) }));
      const row = await gate.memory.refund('re_1', 'strong');
      if (row === undefined) continue;
      await shownSafely(gate.memory, 're_1');
      mailedSafely(row);
    }
  });
});

describe('a hostile text in every field of what is stored', () => {
  it.each(Object.entries(HOSTILE))('is shown as text, and adds no line: %s', async (_, text) => {
    const gate = judging();
    const note = 'note';
    await gate.deliver(
      flag('flagged', { kind: 'customer', id: 'c_1' }, START, 'lp_1'),
      employee('emp_7', { status: 'suspended' }),
      docked(),
      scanned({ step: 'x', disposition: 'y', attestor: { class: 'customer', id: 'c_1' } }),
      asked({ approvedBy: 'emp_9', amount: eur(600_000), lines: [aLine({ quantity: 2 })] }),
    );
    await gate.review({ reviewerId: 'rev_1', note });
    const { memory } = gate;
    const store = (mark: string): CaseStore => ({
      ...memory,
      refund: async (...args) => withTexts(await memory.refund(...args), mark),
      trail: async (...args) => withTexts(await memory.trail(...args), mark),
      ignoredScans: async (...args) => withTexts(await memory.ignoredScans(...args), mark),
      stops: async (...args) => withTexts(await memory.stops(...args), mark),
      profile: async (...args) => withTexts(await memory.profile(...args), mark),
      photoUses: async () => [{ refundId: mark, orderId: mark, at: START.toISOString() }],
    });
    const plain = await caseViewOf(store(MARK), 're_1', { now: START });
    const lines = plain === undefined ? 0 : describeCase(plain).split('\n').length;
    expect(await shownSafely(store(text), 're_1', lines)).toBe(true);
    const row = await store(text).refund('re_1', 'strong');
    if (row !== undefined) mailedSafely(row);
  });
});
