import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchRoute, parseRouteKey } from '../../lib/local/api/api-route.ts';
import { UnsupportedFeatureError } from '../../lib/local/unsupported-feature-error.ts';

const keys = [
  'ANY /{proxy+}',
  '$default',
  'ANY /pets/dog/1',
  'GET /pets/{proxy+}',
  'GET /pets/dog/{id}',
  'GET /pets/dog/1',
  'ANY /{kind}/cat/{id}',
  'GET /',
];

const match = (method: string, path: string, of: readonly string[] = keys) =>
  matchRoute(
    of.map((key) => parseRouteKey(key, 'Route')),
    { method, path },
  );

describe('the routes of an HTTP API', () => {
  it.each([
    ['GET', '/pets/dog/1', 'GET /pets/dog/1'],
    ['PUT', '/pets/dog/1', 'ANY /pets/dog/1'],
    ['GET', '/pets/dog/2', 'GET /pets/dog/{id}'],
    ['PUT', '/pets/dog/2', 'ANY /{proxy+}'],
    ['GET', '/pets/cat/1', 'ANY /{kind}/cat/{id}'],
    ['GET', '/pets/fish/1', 'GET /pets/{proxy+}'],
    ['POST', '/pets/fish/1', 'ANY /{proxy+}'],
    ['GET', '/pets', 'ANY /{proxy+}'],
    ['GET', '/pets/dog/1/', 'GET /pets/{proxy+}'],
    ['GET', '/pets/dog/', 'GET /pets/{proxy+}'],
    ['GET', '/', 'GET /'],
    ['POST', '/', '$default'],
  ])('takes %s %s by %s', (method, path, key) => {
    expect(match(method, path)?.route.key).toBe(key);
  });

  it('takes the same route in whatever order the template has them', () => {
    const paths = ['/', '/pets', '/pets/dog/1', '/pets/dog/2', '/pets/cat/1', '/a/b/c/d'];
    const order = fc.shuffledSubarray([...keys], { minLength: keys.length });
    fc.assert(
      fc.property(order, fc.constantFrom('GET', 'PUT'), fc.constantFrom(...paths), (of, method, path) => {
        expect(match(method, path, of)?.route.key).toBe(match(method, path)?.route.key);
      }),
    );
  });

  it('takes nothing that has no route', () => {
    expect(match('GET', '/x', ['POST /x', 'GET /x/{id}', 'GET /x/y'])).toBeUndefined();
    expect(match('GET', '/api', ['ANY /api/{proxy+}'])).toBeUndefined();
    expect(match('GET', '/api/', ['ANY /api/{proxy+}'])).toBeUndefined();
  });

  it('gives the values of the variables', () => {
    const { parameters } = match('GET', '/a/r_1/b/c/d', ['GET /a/{id}/{rest+}']) ?? {};
    expect([...(parameters ?? [])]).toStrictEqual([
      ['id', 'r_1'],
      ['rest', 'b/c/d'],
    ]);
  });

  it.each([
    '',
    'GET',
    '/x',
    'get /x',
    'TRACE /x',
    '$connect',
    'GET /{a+}/b',
    'GET /a{b}',
    'GET /{}',
    'GET /a b',
  ])('refuses the route key %j', (key) => {
    expect(() => parseRouteKey(key, 'Route')).toThrow(UnsupportedFeatureError);
  });
});
