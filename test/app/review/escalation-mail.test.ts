import { describe, expect, it } from 'vitest';
import { pinPolicy } from '../../../lib/app/judging/policies.ts';
import { escalationMail } from '../../../lib/app/review/escalation-mail.ts';
import type { Mail } from '../../../lib/app/review/mail.ts';
import { ATTESTORS } from '../../../lib/demo/event-builders.ts';
import type { RefundRequest } from '../../../lib/domain/refund/refund-request.ts';
import { aLine, aPolicy, eur } from '../../builders.ts';
import { asked, DAY, MINUTE, scanned } from '../events.ts';
import { Harness } from '../harness.ts';

const MARK = { step: 'receiving', disposition: 'returned', attestor: ATTESTORS.clerk };

/** Returns the last mail about a return that only its marker has seen, when people are asked about it. */
async function mailAbout(overrides: Partial<RefundRequest> = {}): Promise<Mail> {
  const gate = new Harness({ policy: pinPolicy(aPolicy({ auditPerMillion: 0 })) });
  const lines = [aLine({ quantity: 5, shippedQuantity: 5 })];
  await gate.deliver(scanned(MARK), asked({ amount: eur(249_500), lines, ...overrides }));
  await gate.pass(3 * DAY + MINUTE);
  return gate.mails.at(-1) ?? { subject: '', text: '' };
}

describe('the mail that asks people', () => {
  it('says in its subject what to decide and by when', async () => {
    const { subject } = await mailAbout();
    expect(subject).toBe('Refund gate: decide EUR 2,495.00 by 26 Nov 10:00 UTC');
  });

  it('says what an analyst has to know, in the words of the case', async () => {
    const { text } = await mailAbout();
    expect(text.split('\n')).toStrictEqual([
      'Please decide EUR 2,495.00 by 26 Nov 10:00 UTC. It is not paid until people decide.',
      '',
      '99 in 100 claims like this are false.',
      'Nobody but the person who marked it has seen the goods.',
      '',
      'Refund:     re_1',
      'Claim:      The goods were sent back',
      'Goods:      5 units of IPAD-11',
      'Age:        3 days',
      'Look at:    https://console.example/refund?id=re_1',
      'May decide: reviewers, if they have no part in the refund',
      'Needed:     one approval, or one denial',
      '',
      'What is missing:',
      '  - A dock scan by a fixed device.',
      '  - A put-away scan by somebody other than the marker.',
      '  - The carrier’s record that it delivered the parcel to the site.',
      '  - A scan of the serial numbers by somebody other than the marker.',
      '  - The scan with which the carrier takes the parcel.',
      '',
      'What to do next:',
      '  - Ask the site for a put-away scan.',
      '  - Ask the site to open the parcel and scan the serial numbers.',
      '  - Look at what weighs most, then approve or deny.',
      '',
      'Why:',
      '  - No dock, put-away or serial scan counts. (E01_NO_INDEPENDENT_SCAN)',
      '  - No check of the contents counts. (E02_CONTENT_NOT_VOUCHED)',
      '  - Too few independent people or devices scanned this return for its value. (E03_TOO_FEW_ATTESTORS)',
      '  - The probable loss is more than a review costs. (L01_EXPECTED_LOSS)',
      '  - What this refund waited for did not come in time. (H01_WAIT_OVER)',
      '',
      'This message decides nothing and gives no authority. It names no customer and no employee.',
    ]);
  });

  it('names the other refund of the same unit', async () => {
    const gate = new Harness();
    await gate.deliver(asked({ amount: eur(1000) }), asked({ refundId: 're_2', amount: eur(1000) }));
    expect(gate.mails.at(-1)?.text).toContain('Compare:    refund re_1\n');
    expect(gate.mails.at(-1)?.text).toContain('Compare it with refund re_1; deny the one that is wrong.');
  });

  it.each([
    ['http://evil.example/pay', 'https://console.example/refund?id=http%3A%2F%2Fevil.example%2Fpay'],
    ['re_1?as=admin#x', 'https://console.example/refund?id=re_1%3Fas%3Dadmin%23x'],
    ['Caf%C3%A9', 'https://console.example/refund?id=Caf%25C3%25A9'],
  ])('leads to the refund %s and nowhere else', async (refundId, link) => {
    const { text } = await mailAbout({ refundId });
    expect(/^Look at: +(.*)$/m.exec(text)?.[1]).toBe(link);
    expect([...text.matchAll(/\w+:\/\/\S+/g)].map(([url]) => url)).toStrictEqual([link]);
  });

  it('names goods only by a plain SKU, and of many lines the first three', async () => {
    const skus = ['IPAD-11', 'see https://evil.example', 'A'.repeat(33), 'B', 'C'];
    const lines = skus.map((sku, at) => aLine({ lineId: `${at}`, sku }));
    const { text } = await mailAbout({ lines });
    expect(/^Goods: +(.*)$/m.exec(text)?.[1]).toBe(
      '1 unit of IPAD-11, 1 unit of goods whose name is on the page, 1 unit of goods whose name is on the page and 2 more',
    );
  });

  it('has the largest amount in a subject that SNS takes', async () => {
    const gate = new Harness();
    await gate.deliver(asked({ amount: { currency: 'JPY', minor: Number.MAX_SAFE_INTEGER } }));
    await gate.pass(3 * DAY + MINUTE);
    expect(gate.mails.at(-1)?.subject).toMatch(
      /^Refund gate reminder: decide JPY [\d,]+ by 26 Nov 10:00 UTC$/,
    );
    expect(gate.mails.at(-1)?.subject.length).toBeLessThan(100);
  });

  it('can be made before anything is decided', async () => {
    const gate = new Harness();
    await gate.take(asked());
    const mail = escalationMail(await gate.row(), { consoleUrl: '', now: gate.now });
    expect(mail.subject).toBe('Refund gate: decide EUR 200.00 as soon as you can');
    expect(mail.text).toContain('Look at:    refund-gate case re_1\n');
  });
});
