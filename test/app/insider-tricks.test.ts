import { describe, expect, it } from 'vitest';
import { pinPolicy } from '../../lib/app/judging/policies.ts';
import { takeEvent } from '../../lib/app/take-event.ts';
import { canonicalInstant } from '../../lib/contracts/fields.ts';
import { parseBusMessage } from '../../lib/contracts/intake-message.ts';
import { parseEvent } from '../../lib/contracts/parse-event.ts';
import { DEFAULT_POLICY } from '../../lib/contracts/policy-document.ts';
import { ATTESTORS, type ProducedEvent } from '../../lib/demo/event-builders.ts';
import type { Attestor } from '../../lib/domain/evidence/scan.ts';
import { aLine, eur } from '../builders.ts';
import {
  asked,
  DAY,
  docked,
  employee,
  flag,
  HOUR,
  MINUTE,
  START,
  scanned,
  shared,
  tooLight,
  unseen,
} from './events.ts';
import { Harness } from './harness.ts';

const ACCOMPLICE = { class: 'site', id: 'emp_8', capture: 'scanned' } as const;

/** An expensive return that needs one witness. */
const TABLET = {
  amount: eur(199_900),
  captured: eur(199_900),
  lines: [aLine({ serials: undefined })],
} as const;

const later = (ms: number): Date => new Date(START.getTime() + ms);

/** A pass and a put-away of `rma_1`. */
const vouched = (attestor: Attestor, at = START): readonly ProducedEvent[] => [
  scanned({ step: 'inspecting', disposition: 'conformant', attestor }, at),
  scanned({ step: 'storing', attestor }, at),
];

/** The same event with other fields in its data. */
const changed = (one: ProducedEvent, fields: object): ProducedEvent => ({
  ...one,
  data: { ...Object(one.data), ...fields },
});

/** The declaration by the party of a scan that the scan was wrong. */
const voided = (one: ProducedEvent, at: Date): ProducedEvent => ({
  ...changed(one, { errorDeclaration: { declarationTime: at.toISOString() } }),
  id: `${one.id}-void`,
  time: at.toISOString(),
});

async function played(...events: readonly ProducedEvent[]): Promise<Harness> {
  const gate = new Harness({ policy: pinPolicy(DEFAULT_POLICY) });
  for (const event of events) {
    gate.now = new Date(Math.max(gate.now.getTime(), Date.parse(event.time)));
    await gate.deliver(event);
  }
  return gate;
}

const isPaid = async (gate: Harness, refundId = 're_1'): Promise<boolean> =>
  (await gate.row(refundId)).status === 'published';

describe('a control', () => {
  it('is paid: an accomplice who is known to nobody vouches, and nothing speaks against it', async () => {
    expect(await isPaid(await played(asked(TABLET), ...vouched(ACCOMPLICE)))).toBe(true);
  });
});

describe('an id with a character that nobody can see', () => {
  it.each(['%EF%B8%8F', '%CD%8F', '%E3%85%A4'])('is rejected: %s', async (mark) => {
    const gate = await played(asked(TABLET), ...vouched({ ...ACCOMPLICE, id: `emp_7${mark}` }));
    expect(await isPaid(gate)).toBe(false);
    expect(gate.published.filter(({ type }) => type === 'refundgate.event.rejected.v1')).toHaveLength(2);
  });
});

describe('an employee whose account is no longer trusted', () => {
  const insider = employee('emp_8', { role: 'stower', status: 'confirmed_insider' });

  it('cannot date a scan back before the status', async () => {
    const old = { eventTime: later(-DAY).toISOString() };
    const seen = vouched(ACCOMPLICE, later(HOUR));
    const backdated = seen.map((one) => changed(one, old));
    expect(await isPaid(await played(insider, asked(TABLET), ...backdated))).toBe(false);
    expect(await isPaid(await played(insider, asked(TABLET), ...seen, ...backdated))).toBe(false);
  });

  it('has vouched well with what came before the status', async () => {
    const known = employee('emp_8', { role: 'stower', status: 'confirmed_insider' }, later(2 * HOUR));
    expect(await isPaid(await played(...vouched(ACCOMPLICE, later(HOUR)), known, asked(TABLET)))).toBe(true);
  });

  it('cannot take back what it found before, nor is it believed for the refund', async () => {
    const inspector = { class: 'site', id: 'emp_21', capture: 'scanned' } as const;
    const found = scanned({ step: 'inspecting', disposition: 'mismatch_class', attestor: inspector });
    const stolen = employee('emp_21', { role: 'inspector', status: 'compromised' }, later(HOUR));
    const request = asked(TABLET, later(2 * HOUR));
    const honest = [found, voided(found, later(HOUR / 2)), request, ...vouched(ACCOMPLICE, later(2 * HOUR))];
    expect(await isPaid(await played(...honest))).toBe(true);
    const late = [found, stolen, voided(found, later(2 * HOUR)), request];
    expect(await isPaid(await played(...late, ...vouched(ACCOMPLICE, later(2 * HOUR))))).toBe(false);
  });
});

describe('a stolen account', () => {
  const inspector = { class: 'site', id: 'emp_21', capture: 'scanned' } as const;
  const stolen = employee('emp_21', { role: 'inspector', status: 'compromised' }, later(HOUR));
  const at = later(2 * HOUR);

  it('takes nothing back when its login is said to be shared', async () => {
    const found = scanned({ step: 'inspecting', disposition: 'mismatch_class', attestor: inspector });
    const said = ['ana', 'ben'].map((by) => shared({ kind: 'employee', id: 'emp_21' }, { by }, later(HOUR)));
    const events = [found, stolen, ...said, voided(found, at), asked(TABLET, at), ...vouched(ACCOMPLICE, at)];
    expect(await isPaid(await played(...events))).toBe(false);
  });

  it.each([45_000, 60_000, 80_000])(
    'gains nothing by failing the goods and taking that back: %s',
    async (minor) => {
      const failed = scanned({ step: 'inspecting', disposition: 'damaged', attestor: inspector }, at);
      const request = asked({ ...TABLET, amount: eur(minor), captured: eur(minor) }, at);
      const others = [request, docked(), scanned({ step: 'storing', attestor: ACCOMPLICE }, at)];
      expect(await isPaid(await played(stolen, failed, ...others))).toBe(false);
      expect(await isPaid(await played(stolen, failed, voided(failed, at), ...others))).toBe(false);
    },
  );
});

describe('one event that says a login is not shared after all', () => {
  const till = { kind: 'employee', id: 'till_1' } as const;
  const said = [shared(till, { by: 'ana' }), shared(till, { by: 'ben' }, later(MINUTE))];
  const unsaid = (by: string) => shared(till, { shared: false, by }, later(HOUR));

  it.each([
    ['witness', asked(TABLET), { ...ACCOMPLICE, id: 'till_1' }],
    ['known marker', asked({ ...TABLET, markedBy: 'till_1' }), ACCOMPLICE],
  ] as const)('makes no %s of it, and two make one', async (_what, request, attestor) => {
    const scans = vouched(attestor, later(2 * HOUR));
    expect(await isPaid(await played(...said, request, unsaid('emp_7'), ...scans))).toBe(false);
    const both = [unsaid('eve'), unsaid('dan')];
    expect(await isPaid(await played(...said, request, ...both, ...scans))).toBe(true);
  });
});

describe('error declarations by strangers, of events that do not exist', () => {
  it('take nothing from an honest return', async () => {
    const voids = [1, 2, 3, 4, 5].map((number) => {
      const one = scanned({ step: 'storing', attestor: { class: 'site', id: `x_${number}` } });
      return { ...changed(voided(one, START), { eventID: `urn:nothing:${number}` }), source: 'elsewhere' };
    });
    expect(await isPaid(await played(...voids, asked(TABLET), ...vouched(ACCOMPLICE)))).toBe(true);
  });
});

describe('a time that an offset takes out of the four-digit years', () => {
  it.each([
    ['on a site', flag('flagged', { kind: 'site', id: 'site_9' }), { until: '9999-12-31T23:59:59-12:00' }],
    [
      'on a customer',
      flag('flagged', { kind: 'customer', id: 'c_9' }),
      { until: '9999-12-31T23:59:59-12:00' },
    ],
    ['of an employee', employee('emp_9'), { since: '0000-01-01T00:00:00+12:00' }],
    ['of a scan', docked('rma_9'), { eventTime: '0000-01-01T00:00:00+12:00' }],
  ] as const)('is kept as the first or the last of them: %s', (_what, event, fields) => {
    const parsed = parseEvent(changed(event, fields));
    const text = JSON.stringify(parsed.ok ? { ...parsed.event } : parsed);
    expect(parsed.ok).toBe(true);
    expect(canonicalInstant(Object.values(fields)[0] ?? '')).toMatch(/^\d{4}-\d\d-\d\dT.{12}Z$/);
    expect(text).not.toMatch(/"[+-]\d{6}-/);
  });
});

describe('an error declaration from another system', () => {
  async function voidedFrom(account: string, source: string): Promise<boolean> {
    const gate = new Harness({ policy: pinPolicy(DEFAULT_POLICY) });
    const put = (from: string, event: ProducedEvent) => {
      const envelope = {
        id: 'e',
        source: event.source,
        'detail-type': event.type,
        account: from,
        detail: event,
      };
      return takeEvent(gate.deps, parseBusMessage(JSON.stringify(envelope)));
    };
    const light = tooLight();
    await put('111111111111', light);
    await put(account, { ...voided(light, START), source });
    for (const one of [asked(TABLET), ...vouched(ACCOMPLICE)]) await put('222222222222', one);
    await gate.run();
    return isPaid(gate);
  }

  const { source: own } = tooLight();

  it.each([
    ['of the same account and source takes a wrong weight back', '111111111111', own, true],
    ['of another account takes nothing back', '222222222222', own, false],
    ['of another source takes nothing back', '111111111111', 'shop', false],
  ])('%s', async (_what, account, source, paid) => {
    expect(await voidedFrom(account, source)).toBe(paid);
  });
});

describe('a scan between the look at the scans and the decision', () => {
  it.each([
    ['that the scans support', [docked()], 18_900],
    ['that only a budget pays', [], 14_900],
  ] as const)('is seen before the money goes, of a return %s', async (_what, before, minor) => {
    const gate = new Harness({ policy: pinPolicy(DEFAULT_POLICY) });
    await gate.deliver(...before);
    gate.beforeDecision = async () => {
      await gate.take(tooLight());
    };
    await gate.deliver(asked({ amount: eur(minor), captured: eur(minor) }));
    expect(await isPaid(gate)).toBe(false);
  });
});

describe('instant refunds of one parcel', () => {
  it('that a budget refuses take it from nobody', async () => {
    const of = (number: number, customerId: string, rmaId = `rma_${number}`) => {
      const one = { rmaId, customerId, trigger: 'instant', markedBy: undefined } as const;
      return asked(unseen(`re_${number}`, { ...one, amount: eur(14_900), captured: eur(14_900) }));
    };
    const scans = ['rma_1', 'rma_5', 'rma_6'].map((rmaId) =>
      scanned({ rmaId, step: 'accepting', attestor: ATTESTORS.carrier }),
    );
    const gate = await played(
      ...scans,
      of(5, 'c_x'),
      of(6, 'c_x'),
      of(8, 'c_x', 'rma_1'),
      of(9, 'c_h', 'rma_1'),
    );
    expect(await isPaid(gate, 're_8')).toBe(false);
    expect(await isPaid(gate, 're_9')).toBe(true);
  });

  it('are paid for one order', async () => {
    const orders = Array.from({ length: 20 }, (_, at) => {
      const one = { rmaId: 'rma_1', trigger: 'instant', markedBy: undefined } as const;
      return asked(unseen(`re_${at + 1}`, { ...one, amount: eur(14_900), captured: eur(14_900) }));
    });
    const gate = await played(scanned({ step: 'accepting', attestor: ATTESTORS.carrier }), ...orders);
    const paid = await Promise.all(orders.map((_, at) => isPaid(gate, `re_${at + 1}`)));
    expect(paid.filter(Boolean)).toHaveLength(1);
  });
});

describe('a request', () => {
  it.each(['gift_card', 'Gift_Card', ' gift_card '])(
    'for a %j has the limit of gift cards',
    async (category) => {
      const lines = [aLine({ serials: undefined, category })];
      const gate = await played(asked({ ...TABLET, lines }), ...vouched(ACCOMPLICE));
      expect((await gate.row()).decision?.reasons.map(({ code }) => code)).toContain('V06_OVER_LIMIT');
    },
  );
});
