import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { parseEvent } from '../../lib/contracts/parse-event.ts';
import { aCloudEvent, readScan, WHO } from '../builders.ts';
import { problemPaths } from './event-surgery.ts';

const EXAMPLES = new URL('../../../shared/data/epcis/', import.meta.url);

const documentSchema = z.object({
  epcisBody: z.object({ eventList: z.array(z.record(z.string(), z.unknown())).min(1) }),
});

function eventsOf(file: string): readonly Record<string, unknown>[] {
  const json: unknown = JSON.parse(readFileSync(new URL(file, EXAMPLES), 'utf8'));
  return documentSchema.parse(json).epcisBody.eventList;
}

const NO_TRAIL = 'data.bizTransactionList';
const NO_ATTESTOR = 'data.refundgate:attestor';
const OTHER_TYPE = 'data.type';

/**
 * What each event of each example is refused for as GS1 wrote it: it names no return, and nobody vouches. The
 * second is told only of an event that has a list at all; an error declaration needs nobody to vouch.
 */
const FILES = [
  [
    'ErrorDeclarationAndCorrectiveEvent.jsonld',
    [
      [OTHER_TYPE, NO_TRAIL],
      [OTHER_TYPE, NO_TRAIL],
    ],
  ],
  ['Example_9.6.1-ObjectEvent-with-error-declaration.jsonld', [[NO_TRAIL], [NO_TRAIL, NO_ATTESTOR]]],
  [
    'Example_9.6.1-ObjectEvent.jsonld',
    [
      [NO_TRAIL, NO_ATTESTOR],
      [NO_TRAIL, NO_ATTESTOR],
    ],
  ],
  ['Example_9.6.3-AggregationEvent.jsonld', [[NO_TRAIL]]],
  ['SensorDataExample1.jsonld', [[NO_TRAIL]]],
  ['SensorDataExample2.jsonld', [[NO_TRAIL]]],
  ['SensorDataExample3.jsonld', [[NO_TRAIL]]],
  ['SensorDataExample4.jsonld', [[NO_TRAIL]]],
  ['SensorDataExample5.jsonld', [[NO_TRAIL]]],
  ['SensorDataExample6.jsonld', [[NO_TRAIL]]],
  ['object_event_all_possible_fields.jsonld', [[NO_TRAIL, NO_ATTESTOR]]],
] as const;

const ours = {
  bizTransactionList: [{ type: 'rma', bizTransaction: 'urn:refundgate:rma:rma_1' }],
  'refundgate:attestor': WHO.inspector,
};

describe.skipIf(!existsSync(EXAMPLES))('the examples of GS1', () => {
  test.each(FILES)('%s is refused as it stands, at the exact place', (file, expected) => {
    const paths = eventsOf(file).map((event) => problemPaths(aCloudEvent('scan.recorded', event)));
    expect(paths).toStrictEqual(expected);
  });

  test.each(FILES)('%s is read, or refused for its type, once it names a return and who vouches', (file) => {
    for (const event of eventsOf(file)) {
      const added = aCloudEvent('scan.recorded', { ...event, ...ours });
      const taken = event['type'] === 'ObjectEvent' || event['type'] === 'AggregationEvent';
      expect(problemPaths(added)).toStrictEqual(taken ? [] : [OTHER_TYPE]);
    }
  });

  test.each(FILES)('%s still lacks who vouches when it only names a return', (file) => {
    const { bizTransactionList } = ours;
    for (const event of eventsOf(file)) {
      const paths = problemPaths(aCloudEvent('scan.recorded', { ...event, bizTransactionList }));
      const taken = event['type'] === 'ObjectEvent' || event['type'] === 'AggregationEvent';
      const declared = event['errorDeclaration'] !== undefined;
      expect(paths).toStrictEqual(!taken ? [OTHER_TYPE] : declared ? [] : [NO_ATTESTOR]);
    }
  });

  test('keep their time, step, serials and id, in small letters', () => {
    const [, event] = eventsOf('Example_9.6.1-ObjectEvent.jsonld');
    expect(readScan({ ...event, ...ours }).scan).toStrictEqual({
      key: 'wms.returns evt-1',
      id: 'evt-1',
      at: '2005-04-05T02:33:31.116Z',
      attestor: WHO.inspector,
      eventId: 'ni:///sha-256;00e1e6eba3a7cc6125be4793a631f0af50f8322e0ab5f2c0bab994a11cec1d79?ver=cbv2.0',
      step: 'receiving',
      disposition: 'in_progress',
      serials: ['(01)10614141073464(21)2018'],
    });
  });

  test('of an aggregation have the serials of the children', () => {
    const [event] = eventsOf('Example_9.6.3-AggregationEvent.jsonld');
    expect(readScan({ ...event, ...ours }).scan.serials).toStrictEqual([
      '(01)10614141073464(21)2017',
      '(01)10614141073464(21)2018',
    ]);
  });

  test('of an error declaration void the event of the same id', () => {
    const [declared, standing] = eventsOf('Example_9.6.1-ObjectEvent-with-error-declaration.jsonld');
    expect(readScan({ ...declared, ...ours }).scan.voids).toBe(true);
    expect(readScan({ ...standing, ...ours }).scan.voids).toBeUndefined();
  });

  test('of sensors report no mass, so nothing is weighed', () => {
    for (const number of [1, 2, 3, 4, 5, 6]) {
      for (const event of eventsOf(`SensorDataExample${number}.jsonld`)) {
        const parsed = parseEvent(aCloudEvent('scan.recorded', { ...event, ...ours }));
        expect(parsed.ok).toBe(true);
        expect(readScan({ ...event, ...ours }).scan.grams).toBeUndefined();
      }
    }
  });
});
