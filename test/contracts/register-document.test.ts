import { describe, expect, it } from 'vitest';
import { accountsOf, judgingHalf, registerDocumentSchema } from '../../lib/contracts/register-document.ts';
import { STORY_REGISTER } from '../../lib/demo/story-register.ts';

const SCANS = 'refundgate.scan.recorded.v1';
const scanner = (source: string, more: object = {}) => ({
  source,
  types: [SCANS],
  attestors: { carrier: ['ups'] },
  ...more,
});
const role = (name: string) => `arn:aws:iam::111111111111:role/${name}`;
const read = (...producers: readonly object[]) => judgingHalf(registerDocumentSchema.parse({ producers }));

function problemsOf(document: unknown): readonly string[] {
  const { error } = registerDocumentSchema.safeParse(document);
  return error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
}

describe('a group', () => {
  it('is made of sources that list one account or one role, from one to the next', () => {
    const register = read(
      scanner('a', { accounts: ['111111111111'] }),
      scanner('b', { accounts: ['222222222222'], roles: [role('x')] }),
      scanner('c', { accounts: ['111111111111'], roles: [role('x')] }),
      scanner('d', { accounts: ['333333333333'] }),
    );
    expect(register.producers.map(({ group }) => group)).toStrictEqual(['a', 'a', 'a', 'd']);
  });

  it('is not made of different roles of one account', () => {
    const register = read(scanner('a', { roles: [role('x')] }), scanner('b', { roles: [role('y')] }));
    expect(register.producers.map(({ group }) => group)).toStrictEqual(['a', 'b']);
  });

  it('is made of an account and all its roles, if a source lists the whole account', () => {
    const register = read(
      scanner('a', { roles: [role('x')] }),
      scanner('b', { accounts: ['111111111111'] }),
      scanner('c', { roles: [role('y')] }),
    );
    expect(register.producers.map(({ group }) => group)).toStrictEqual(['a', 'a', 'a']);
  });

  it('is one source, if neither lists anything', () => {
    expect(read(scanner('a'), scanner('b')).producers.map(({ group }) => group)).toStrictEqual(['a', 'b']);
  });
});

describe('the judging half', () => {
  it('knows neither accounts nor roles', () => {
    const json = JSON.stringify(judgingHalf(STORY_REGISTER));
    expect(json).not.toMatch(/000000000000|arn:/);
  });

  it.each([
    [undefined, 0],
    ['PT10M', 1 / 6],
    ['PT2H', 2],
    ['P1D', 24],
    ['P1DT2H30M', 26.5],
  ])('reads the delay %s as %d hours', (delay, hours) => {
    expect(read(scanner('a', { delay })).producers[0]?.delayHours).toBe(hours);
  });

  it('compares sites and attestors in canonical form', () => {
    const [one] = read(scanner('a', { sites: ['LILLE'], attestors: { carrier: ['UPS'] } })).producers;
    expect([one?.sites, one?.attestors]).toStrictEqual([['lille'], { carrier: ['ups'] }]);
  });
});

describe('the accounts of a source', () => {
  it('are those it lists and those of its roles', () => {
    const document = registerDocumentSchema.parse({
      producers: [scanner('a', { accounts: ['222222222222'], roles: [role('x')] }), scanner('b')],
    });
    expect(accountsOf(document)).toStrictEqual({ a: ['222222222222', '111111111111'] });
  });
});

describe('a register is refused', () => {
  it.each([
    ['without producers', {}, 'producers'],
    ['with a source twice', { producers: [scanner('a'), scanner('a')] }, '"a" comes twice'],
    ['that speaks as the gate', { producers: [scanner('refundgate')] }, 'is the gate itself'],
    ['with * for machines', { producers: [scanner('a', { attestors: { sensor: ['*'] } })] }, 'sensor'],
    ['with * for a source', { producers: [scanner('*')] }, 'without "*"'],
    ['with an unknown evidence word', { producers: [scanner('a', { evidence: ['docks'] })] }, 'evidence'],
    ['with a misspelt field', { producers: [scanner('a', { role: [] })] }, 'role'],
    ['with a delay of a month', { producers: [scanner('a', { delay: 'P1M' })] }, 'ISO 8601'],
    ['with an empty delay', { producers: [scanner('a', { delay: 'P' })] }, 'ISO 8601'],
    ['with a short account', { producers: [scanner('a', { accounts: ['1'] })] }, '12 digits'],
    ['with a role of any name', { producers: [scanner('a', { roles: [role('*')] })] }, 'the ARN of a role'],
    ['with scans by nobody', { producers: [{ source: 'a', types: [SCANS] }] }, 'who vouches'],
    [
      'with promises of what it does not send',
      { producers: [scanner('a', { always: { 'refundgate.refund.requested.v1': ['siteId'] } })] },
      'not among its types',
    ],
    [
      'with a promise nobody can check',
      { producers: [scanner('a', { always: { [SCANS]: ['weather'] } })] },
      'always',
    ],
    [
      'that lets somebody tick the clock',
      { producers: [{ source: 'a', types: ['refundgate.clock.ticked.v1'] }] },
      'types',
    ],
    [
      'complete for a site it does not report',
      { producers: [scanner('a', { completeFor: ['lille'] })] },
      'completeFor',
    ],
  ])('%s', (_, document, expected) => {
    expect(problemsOf(document).join('\n')).toContain(expected);
  });

  it('takes every carrier', () => {
    expect(problemsOf({ producers: [scanner('a', { attestors: { carrier: ['*'] } })] })).toStrictEqual([]);
  });
});
