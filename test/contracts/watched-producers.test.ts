import { describe, expect, test } from 'vitest';
import { parseEvent } from '../../lib/contracts/parse-event.ts';
import type { RegisterDocument } from '../../lib/contracts/register-document.ts';
import { judgingHalf } from '../../lib/contracts/register-document.ts';
import { countHeard, watchedProducers } from '../../lib/contracts/watched-producers.ts';
import { aCloudEvent, aRefund } from '../builders.ts';

const types: RegisterDocument['producers'][number]['types'] = ['refundgate.refund.requested.v1'];
const register = judgingHalf({
  producers: [
    { source: 'urn:silent:is-fine', types },
    { source: 'urn:shop', types, quietFor: 'P1DT2H' },
    { source: 'urn:desk', types, quietFor: 'PT6H' },
  ],
});
const watched = watchedProducers({ producers: register });

const from = (source: string) => parseEvent({ ...aCloudEvent('refund.requested', aRefund()), source });

describe('the producers that are watched', () => {
  test('are those that say how long they are silent, named by their place in the register', () => {
    expect(watched).toStrictEqual([
      { name: 'p1', source: 'urn:shop', quietHours: 26 },
      { name: 'p2', source: 'urn:desk', quietHours: 6 },
    ]);
  });

  test.each(['open', undefined] as const)('are none where the register is %s', (producers) => {
    expect(watchedProducers({ producers })).toStrictEqual([]);
  });

  test('are counted by the events that they sent and the gate could read', () => {
    const unreadable = parseEvent({ source: 'urn:desk' });
    const events = [from('urn:shop'), from('urn:shop'), from('urn:silent:is-fine'), unreadable];
    expect(countHeard(watched, events)).toStrictEqual({ p1: 2 });
  });
});
