import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { INBOUND_DATA } from '../../lib/contracts/inbound-events.ts';

const MODEL = readFileSync(new URL('../../docs/MODEL.md', import.meta.url), 'utf8');

interface Node {
  readonly properties?: Readonly<Record<string, Node>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly items?: Node | undefined;
}

const nodeSchema: z.ZodType<Node> = z.lazy(() =>
  z.object({
    properties: z.record(z.string(), nodeSchema).optional(),
    required: z.array(z.string()).optional(),
    items: nodeSchema.optional(),
  }),
);

/** Returns the path of every optional field, `[]` for each element of a list. */
function optionalIn({ properties = {}, required = [], items }: Node, path = ''): readonly string[] {
  const ofFields = Object.entries(properties).flatMap(([name, field]) => {
    const at = path === '' ? name : `${path}.${name}`;
    return [...(required.includes(name) ? [] : [at]), ...optionalIn(field, at)];
  });
  return items === undefined ? ofFields : [...ofFields, ...optionalIn(items, `${path}[]`)];
}

/** Returns the fields that the table of an event has a row for. */
function documented(type: string): readonly string[] {
  const [, after = ''] = MODEL.split(`### Of \`${type}\`\n`);
  const [section = ''] = after.split(/^#/m);
  const rows = [...section.matchAll(/^\| (`.*?) \|/gm)].map(([, fields = '']) => fields);
  return rows.flatMap((fields) => [...fields.matchAll(/`([^`]+)`/g)].map(([, field = '']) => field));
}

describe.each(['refundgate.refund.requested.v1', 'refundgate.scan.recorded.v1'] as const)('of %s', (type) => {
  it('every field that may be absent has one row that says what its absence means', () => {
    const json = z.toJSONSchema(INBOUND_DATA[type], { io: 'input', unrepresentable: 'any' });
    const optional = optionalIn(nodeSchema.parse(json));
    expect(optional.length).toBeGreaterThan(10);
    expect(documented(type).toSorted()).toStrictEqual(optional.toSorted());
  });
});
