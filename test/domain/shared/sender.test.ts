import { describe, expect, it } from 'vitest';
import { eventKey, senderIn, senderText } from '../../../lib/domain/shared/sender.ts';

describe('the key of an event', () => {
  it.each([{ source: 'urn:ups' }, { source: 'urn:ups', account: '111111111111' }])(
    'names its sender %j',
    (sender) => {
      expect(senderIn(eventKey(sender, 'evt_1'))).toStrictEqual(sender);
    },
  );

  it('is another for each account', () => {
    const source = 'urn:ups';
    const keys = [undefined, '111111111111', '222222222222'].map((account) =>
      eventKey({ source, account }, 'evt_1'),
    );
    expect(new Set(keys).size).toBe(3);
  });

  it('is shown with the account if there is one', () => {
    expect(senderText({ source: 'urn:ups' })).toBe('urn:ups');
    expect(senderText({ source: 'urn:ups', account: '111111111111' })).toBe(
      'urn:ups in account 111111111111',
    );
  });
});
