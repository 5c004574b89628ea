import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { schemaFiles } from '../bin/schemas.ts';
import { DEFAULT_POLICY } from '../lib/contracts/policy-document.ts';
import { judgingHalf, PRODUCED_TYPES, registerDocumentSchema } from '../lib/contracts/register-document.ts';
import { ATTESTOR_CLASSES } from '../lib/domain/evidence/scan.ts';
import { REQUEST_PROMISES, SCAN_PROMISES } from '../lib/domain/producers/promises.ts';
import { ANY_CARRIER, DIRECTORY, EVIDENCE_WORDS, LEGS } from '../lib/domain/producers/register.ts';
import { CLAIMS } from '../lib/domain/refund/refund-request.ts';
import { describeRegister } from '../lib/producers/describe-register.ts';
import { PRESET_NAMES } from '../lib/producers/presets.ts';
import { problemsOf, SHOWN_BY } from '../lib/producers/problems.ts';
import { Harness } from './app/harness.ts';
import { byRegister } from './registers.ts';

const PAGE = readFileSync(fileURLToPath(new URL('../docs/ONBOARDING.md', import.meta.url)), 'utf8');

const BLOCKS = [...PAGE.matchAll(/^<!-- the test reads this block[^\n]*\n```json\n([\s\S]*?)^```$/gm)].map(
  ([, text = '']): unknown => JSON.parse(text),
);
const [REGISTER, EVENTS] = BLOCKS;

const document = registerDocumentSchema.parse(REGISTER);
const events = z.array(z.looseObject({ source: z.string(), data: z.looseObject({}) })).parse(EVENTS);

/** Returns the rows of the table below a heading, as cells. */
function rowsBelow(heading: string): readonly (readonly string[])[] {
  const [, section = ''] = PAGE.split(`\n${heading}\n`);
  const [own = ''] = section.split(/\n#+ /);
  return own
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(1)
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

/** Returns what the first cells of a table name. */
function named(heading: string): readonly string[] {
  return rowsBelow(heading).flatMap(([first = '']) => namesIn(first));
}

function namesIn(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
}

describe('the worked example', () => {
  it('is a register, complete and without problems', () => {
    expect(problemsOf(document, DEFAULT_POLICY)).toStrictEqual([]);
    expect(document.producers).toHaveLength(3);
  });

  it('has each of its fields explained below it', () => {
    const [, below = ''] = PAGE.split('Line by line');
    const [tables = ''] = below.split('### Every field');
    const fields = new Set(document.producers.flatMap((one) => Object.keys(one)));
    expect([...fields, 'version'].filter((field) => !tables.includes(`"${field}"`))).toStrictEqual([]);
  });

  it('is printed by check as the page shows it', () => {
    const [, after = ''] = PAGE.split('the values that the site can never support:\n\n```\n');
    const [shown = ''] = after.split('\n```');
    expect(describeRegister(document, DEFAULT_POLICY).join('\n')).toContain(shown);
  });

  /** Returns what became of the example's return, and the codes of its reasons. */
  async function outcomeOf(sent: readonly object[]): Promise<readonly string[]> {
    const gate = new Harness({ policy: byRegister(judgingHalf(document)) });
    await gate.deliver(...sent);
    const codes = (await gate.row('re_1')).decision?.reasons.map(({ code }) => code.slice(0, 3)) ?? [];
    return [gate.told().at(-1) ?? 'nothing', ...codes];
  }

  const [request, delivered, inspected] = events;
  if (request === undefined || delivered === undefined || inspected === undefined) {
    throw new Error('The example has three events.');
  }

  it('holds the return at first, and releases it on the webhook’s inspection', async () => {
    expect(await outcomeOf([request])).toContain('E01');
    expect((await outcomeOf([request, delivered]))[0]).toBe('held');
    expect((await outcomeOf(events))[0]).toBe('approved');
  });

  it('holds it without what the shop promised', async () => {
    const { links: _, ...data } = request.data;
    expect(await outcomeOf([{ ...request, data }, delivered, inspected])).toContain('M01');
  });

  it('rejects the inspection from the tracking service, and says who may vouch through it', async () => {
    const gate = new Harness({ policy: byRegister(judgingHalf(document)) });
    await gate.deliver(request, delivered, { ...inspected, source: delivered.source });
    const rejected = gate.published.filter(({ type }) => type === 'refundgate.event.rejected.v1');
    expect(rejected).toHaveLength(1);
    expect(JSON.stringify(rejected)).toContain('allowed attestors: {\\"carrier\\":[\\"ups\\",\\"dhl\\"]}');
    expect(gate.told()).not.toContain('approved');
  });

  it('holds it if the company marked it too', async () => {
    const { epcList: _, ...rest } = inspected.data;
    const data = { ...rest, eventID: 'urn:globex:2', bizStep: 'receiving', disposition: 'returned' };
    expect((await outcomeOf([{ ...inspected, id: 'g-2', data }, request, delivered, inspected]))[0]).toBe(
      'held',
    );
  });
});

describe('the tables', () => {
  const shape = z
    .looseObject({
      properties: z.looseObject({
        producers: z.looseObject({ items: z.looseObject({ properties: z.record(z.string(), z.unknown()) }) }),
      }),
    })
    .parse(JSON.parse(schemaFiles().get('producers.json') ?? ''));

  it('explain every field of the schema, and no other', () => {
    const fields = [
      ...Object.keys(shape.properties),
      ...Object.keys(shape.properties.producers.items.properties),
    ];
    expect(named('### Every field').toSorted()).toStrictEqual(fields.toSorted());
  });

  it.each([
    ['### Types', PRODUCED_TYPES],
    ['### Claims', CLAIMS],
    ['### Attestors', ATTESTOR_CLASSES],
    ['### Evidence', EVIDENCE_WORDS],
  ])('below %s have every word of the schema, and no other', (heading, words) => {
    expect(named(heading).toSorted()).toStrictEqual([...words].toSorted());
  });

  it('have every field that may be promised', () => {
    const rows = rowsBelow('### Promises').map(([of = '', fields = '']) => ({ of, fields: namesIn(fields) }));
    const ofScan = rows.filter(({ of }) => of === 'a scan').flatMap(({ fields }) => fields);
    const ofRequest = rows.filter(({ of }) => of !== 'a scan').flatMap(({ fields }) => fields);
    expect(ofRequest.toSorted()).toStrictEqual([...REQUEST_PROMISES].toSorted());
    expect(ofScan.toSorted()).toStrictEqual([...SCAN_PROMISES].toSorted());
  });

  it('have the words for all employees, all carriers and each leg', () => {
    for (const word of [`"${DIRECTORY}"`, `["${ANY_CARRIER}"]`, ...LEGS])
      expect(PAGE).toContain(`\`${word}\``);
  });

  it('say of each evidence word on which leg it is, and by whom', () => {
    for (const [word = '', , by = '', leg = ''] of rowsBelow('### Evidence')) {
      const known = EVIDENCE_WORDS.find((one) => `\`${one}\`` === word);
      const { by: classes, legs } = SHOWN_BY[known ?? 'dock'];
      expect(leg, word).toBe(legs.length === LEGS.length ? 'both' : legs[0]);
      const [only] = by.split(';');
      const listed =
        only === 'any but customer'
          ? ATTESTOR_CLASSES.filter((one) => one !== 'customer')
          : only?.split(', ');
      // A person's dock scan is no witness; the page says so after the semicolon.
      const expected = known === 'dock' ? ['sensor'] : classes;
      expect([...(listed ?? [])].toSorted(), word).toStrictEqual([...expected].toSorted());
    }
  });

  it('have a row for each preset, in each table of presets', () => {
    for (const heading of ['## 2. Start from a preset', '## What each further source buys, and costs']) {
      expect(named(heading).filter((name) => PRESET_NAMES.some((one) => one === name))).toStrictEqual([
        ...PRESET_NAMES,
      ]);
    }
  });
});
