import { describe, expect, test } from 'vitest';
import type { FraudMethod } from '../../../lib/lab/truth.ts';
import { eurosOf } from '../../../lib/lab/world/prices.ts';
import { world } from '../../../lib/lab/world/world.ts';
import { playWorld } from './played-world.ts';

const SMALL = { seed: 11, days: 30, refunds: 1500 };
const small = playWorld(SMALL);

/** Large enough for every kind of crime, small enough for a test. */
const middling = playWorld({ seed: 21, days: 90, refunds: 15_000 });

const METHODS: readonly FraudMethod[] = [
  'ghost_return',
  'adaptive_ghost',
  'phished_account',
  'changed_in_system',
  'bribed_agent',
  'supervisor_override',
  'wrong_goods',
  'fake_tracking',
  'not_received_lie',
  'damage_lie',
  'impersonated',
  'over_refund',
  'structuring',
];

function textOf(options: Parameters<typeof world>[0]): string {
  return world(options)
    .map((step) => JSON.stringify(step))
    .toArray()
    .join('\n');
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const one of numbers) total += one;
  return total;
}

describe('the events of a world', () => {
  test('are all understood by the contracts', () => {
    expect(small.refused).toStrictEqual([]);
    expect(middling.refused).toStrictEqual([]);
  });

  test('come from one source for each carrier, dock, warehouse system, the directory and the shop', () => {
    const siteOf = new Map(small.employees.map(({ data }) => [data.employeeId, data.siteId]));
    const scans = [...small.scans.values()].flat();
    const wrong = scans.filter(({ source, data }) => {
      const { class: of = '', id = '' } = data['refundgate:attestor'] ?? {};
      if (of === 'carrier') return source !== `carrier.${id}`;
      const site = siteOf.get(id) ?? id.replace(/^(?:dock_scanner|scale|counter)_/, '');
      return source !== `${of === 'sensor' ? 'dock' : 'wms'}.${site}`;
    });
    expect(wrong).toStrictEqual([]);
    expect(new Set(small.refunds.map(({ source }) => source))).toStrictEqual(new Set(['shop.refunds']));
    expect(new Set(small.employees.map(({ source }) => source))).toStrictEqual(new Set(['hr.directory']));
  });

  test('come in order of time', () => {
    const early = middling.events.filter(
      ({ time }, index) => time < (middling.events[index - 1]?.time ?? ''),
    );
    expect(early).toStrictEqual([]);
  });

  test('have ids of their own', () => {
    expect(new Set(middling.events.map(({ id }) => id)).size).toBe(middling.events.length);
    const asked = middling.refunds.map(({ data }) => data.refundId);
    expect(new Set(asked).size).toBe(asked.length);
  });

  test('are about seven a refund', () => {
    const rate = middling.events.length / middling.refunds.length;
    expect(rate).toBeGreaterThan(6);
    expect(rate).toBeLessThan(8);
  });

  test('are the same bytes for the same seed, and others for another', () => {
    const options = { seed: 5, days: 10, refunds: 120 };
    expect(textOf(options)).toBe(textOf(options));
    expect(textOf(options)).not.toBe(textOf({ ...options, seed: 6 }));
  });

  test('begin when they are told to', () => {
    const startsAt = new Date('2024-06-03T00:00:00.000Z');
    const { events, truths } = playWorld({ seed: 1, days: 7, refunds: 30, startsAt });
    expect(truths[0]).toMatchObject({ kind: 'world', startsAt: '2024-06-03T00:00:00.000Z' });
    expect(events[0]?.time.slice(0, 10)).toBe('2024-06-03');
    const asked = events.filter(({ type }) => type === 'refundgate.refund.requested.v1');
    expect(asked.every(({ time }) => time < '2024-07-03')).toBe(true);
  });
});

describe('the refunds of a world', () => {
  test.each([1, 2, 7, 50, 333])('are exactly as many as were asked for: %i', (refunds) => {
    const played = playWorld({ seed: 3, days: 14, refunds });
    expect(played.refunds).toHaveLength(refunds);
    expect(played.trueRefunds.size).toBe(refunds);
  });

  test('have their truth told before they are asked for', () => {
    expect(middling.toldTooLate).toStrictEqual([]);
    expect(middling.truths[0]).toMatchObject({ kind: 'world', refunds: 15_000 });
  });

  test('are marked only by people who work here by then', () => {
    const since = new Map(middling.employees.map(({ data, time }) => [data.employeeId, time]));
    const strangers = middling.refunds.filter(({ data: { markedBy, approvedBy }, time }) =>
      [markedBy, approvedBy].some((id) => id !== undefined && !((since.get(id) ?? '9') <= time)),
    );
    expect(strangers).toStrictEqual([]);
  });

  test('are of all claims, triggers, countries and currencies', () => {
    const seen = (of: (one: (typeof middling.refunds)[number]['data']) => string): readonly string[] =>
      [...new Set(middling.refunds.map(({ data }) => of(data)))].toSorted();
    expect(seen(({ claim }) => claim)).toStrictEqual(['damaged', 'not_received', 'returned', 'returnless']);
    expect(seen(({ trigger }) => trigger)).toStrictEqual(['attested', 'instant']);
    expect(seen(({ country }) => country)).toStrictEqual(['CA', 'GB', 'GR', 'LT', 'NL', 'US']);
    expect(seen(({ amount }) => amount.currency)).toStrictEqual(['CAD', 'EUR', 'GBP', 'JPY', 'SEK', 'USD']);
  });

  test('are mostly small, with a few over 400 euros', () => {
    const euros = middling.refunds.map(({ data }) => eurosOf(data.amount));
    expect(euros.filter((one) => one < 100).length / euros.length).toBeGreaterThan(0.65);
    const dear = euros.filter((one) => one > 400).length / euros.length;
    expect(dear).toBeGreaterThan(0.03);
    expect(dear).toBeLessThan(0.09);
    expect(Math.max(...euros)).toBeGreaterThan(3000);
  });
});

describe('the crime of a world', () => {
  const frauds = middling.refunds.filter(
    ({ data }) => middling.trueRefunds.get(data.refundId)?.fraud === true,
  );

  test('is about two refunds in a hundred, and more of the value', () => {
    const byCount = frauds.length / middling.refunds.length;
    expect(byCount).toBeGreaterThan(0.012);
    expect(byCount).toBeLessThan(0.025);
    const euros = (list: readonly (typeof frauds)[number][]): number =>
      sum(list.map(({ data }) => eurosOf(data.amount)));
    expect(euros(frauds) / euros(middling.refunds)).toBeGreaterThan(3 * byCount);
  });

  test('uses every method there is', () => {
    const used = new Set([...middling.trueRefunds.values()].map(({ method }) => method));
    expect(METHODS.filter((method) => !used.has(method))).toStrictEqual([]);
  });

  test('names a method exactly where there is fraud, and insiders only where there are some', () => {
    const insiders = new Map(middling.trueEmployees.map(({ employeeId, insider }) => [employeeId, insider]));
    for (const { fraud, method, insiderIds } of middling.trueRefunds.values()) {
      expect(method !== null).toBe(fraud);
      if (!fraud) expect(insiderIds).toStrictEqual([]);
      expect(insiderIds.filter((id) => (insiders.get(id) ?? null) === null)).toStrictEqual([]);
    }
  });

  test('never leaves a dock scan where nothing came', () => {
    const docked = middling.refunds.filter(({ data: { refundId, rmaId, claim } }) => {
      const truth = middling.trueRefunds.get(refundId);
      const trail = middling.scans.get(`rma:${rmaId ?? ''}`) ?? [];
      return (
        claim === 'returned' &&
        truth?.happened === 'nothing_came' &&
        trail.some(({ data }) => data['refundgate:attestor']?.id.startsWith('dock_scanner'))
      );
    });
    expect(docked).toStrictEqual([]);
  });

  test('differs in its shares from seed to seed', () => {
    const shareOf = (seed: number): number => {
      const { trueRefunds } = playWorld({ seed, days: 20, refunds: 2000 });
      return [...trueRefunds.values()].filter(({ fraud }) => fraud).length;
    };
    expect(new Set([1, 2, 3, 4].map(shareOf)).size).toBeGreaterThan(1);
  });
});

describe('the honest returns of a world', () => {
  const honest = middling.refunds.filter(
    ({ data }) => data.claim === 'returned' && middling.trueRefunds.get(data.refundId)?.fraud === false,
  );
  const attested = honest.filter(({ data }) => data.trigger === 'attested');

  test.each([
    ['carrier_accept', ['accepting', 'shipping'], 'carrier', 0.85, 0.98],
    ['carrier_delivered', ['arriving'], 'carrier', 0.9, 0.995],
    ['dock', ['arriving', 'unloading'], 'sensor', 0.88, 0.985],
    ['put away', ['storing', 'stocking'], 'site', 0.93, 0.995],
  ] as const)('nearly all have, and a few lack: %s', (_kind, steps, party, low, high) => {
    const having = attested.filter(({ data }) =>
      (middling.scans.get(`rma:${data.rmaId ?? ''}`) ?? []).some(
        (scan) =>
          steps.some((step) => step === scan.data.bizStep) &&
          scan.data['refundgate:attestor']?.class === party,
      ),
    );
    expect(having.length / attested.length).toBeGreaterThan(low);
    expect(having.length / attested.length).toBeLessThan(high);
  });

  test('seldom wait more than a day for an independent scan when they are worth 150 euros or more', () => {
    const worth = attested.filter(({ data }) => eurosOf(data.amount) >= 150);
    const waiting = worth.filter(({ data: { rmaId, markedBy }, time }) => {
      const latest = new Date(Date.parse(time) + 86_400_000).toISOString();
      return !(middling.scans.get(`rma:${rmaId ?? ''}`) ?? []).some((scan) => {
        const { bizStep = '', 'refundgate:attestor': by } = scan.data;
        const isDock = by?.class === 'sensor' && by.capture === 'scanned';
        const isOther = by?.class === 'site' && by.id !== markedBy && by.capture === 'scanned';
        return scan.time <= latest && (isDock || (isOther && bizStep !== 'receiving'));
      });
    });
    expect(waiting.length / worth.length).toBeGreaterThan(0.001);
    expect(waiting.length / worth.length).toBeLessThan(0.03);
  });

  test('have scans that are declared wrong now and then', () => {
    const voids = [...middling.scans.values()]
      .flat()
      .filter(({ data }) => data.errorDeclaration !== undefined);
    expect(voids.length).toBeGreaterThan(0);
    for (const { data, time } of voids) {
      const trail = middling.scans.get(data.bizTransactionList[0]?.bizTransaction.slice(15) ?? '') ?? [];
      const named = trail.filter((scan) => scan.data.eventID === data.eventID && scan.time < time);
      expect(named).toHaveLength(1);
    }
  });
});

describe('the reviewers of a world', () => {
  test('are four different ones for each refund, and none of them marked it', () => {
    const reviewers = new Set(
      middling.trueEmployees.filter(({ role }) => role === 'reviewer').map(({ employeeId }) => employeeId),
    );
    const marker = new Map(middling.refunds.map(({ data }) => [data.refundId, data.markedBy]));
    for (const { refundId, ifReviewed } of middling.trueRefunds.values()) {
      const asked = new Set(ifReviewed.map(({ reviewerId }) => reviewerId));
      expect(asked.size).toBe(4);
      expect(asked.isSubsetOf(reviewers)).toBe(true);
      expect(asked.has(marker.get(refundId) ?? '')).toBe(false);
    }
  });

  test('are right nine times in ten or more, and answer within a day and a half', () => {
    const answers = [...middling.trueRefunds.values()].flatMap(({ fraud, ifReviewed }) =>
      ifReviewed.map((answer) => ({ ...answer, right: (answer.decision === 'deny') === fraud })),
    );
    const right = answers.filter((one) => one.right).length / answers.length;
    expect(right).toBeGreaterThan(0.88);
    expect(right).toBeLessThan(0.97);
    expect(Math.max(...answers.map(({ afterMinutes }) => afterMinutes))).toBeLessThanOrEqual(36 * 60);
  });

  test('name a false attestation of a clerk far more often than one of nobody', () => {
    const named = (method: FraudMethod | null): number => {
      const answers = [...middling.trueRefunds.values()]
        .filter((one) => one.method === method)
        .flatMap(({ ifReviewed }) => ifReviewed);
      return answers.filter(({ verdict }) => verdict === 'false_attestation').length / answers.length;
    };
    expect(named('ghost_return')).toBeGreaterThan(0.7);
    expect(named('fake_tracking')).toBeLessThan(0.15);
    expect(named(null)).toBeLessThan(0.01);
  });
});

describe('the pictures of a world', () => {
  test('are used again by thieves, and hardly by anybody else', () => {
    const attached = middling.refunds.flatMap(({ data }) =>
      (data.attachments ?? []).map(({ sha256 }) => ({
        sha256,
        fraud: middling.trueRefunds.get(data.refundId)?.fraud === true,
      })),
    );
    const uses = Map.groupBy(attached, ({ sha256 }) => sha256);
    const reused = attached.filter(({ sha256 }) => (uses.get(sha256)?.length ?? 0) > 1);
    const byThieves = reused.filter(({ fraud }) => fraud).length;
    expect(byThieves).toBeGreaterThan(0);
    expect(byThieves).toBeGreaterThan(reused.length - byThieves);
  });
});
