import { UnsupportedFeatureError } from '../unsupported-feature-error.ts';

const METHODS = ['ANY', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];

/** One part of a route's path. */
type Segment =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'greedy'; readonly name: string };

/** Which requests a route takes. */
export interface RoutePattern {
  /** As in the template, such as `ANY /api/{proxy+}`. */
  readonly key: string;
  /** `ANY`, or the only method. `$default` takes any method. */
  readonly method: string;
  /** Undefined for `$default`, which takes any path. */
  readonly segments: readonly Segment[] | undefined;
}

/** A route that takes a request, and the values of its path variables. */
export interface RouteMatch<Route> {
  readonly route: Route;
  readonly parameters: ReadonlyMap<string, string>;
}

/**
 * Returns the pattern of a route key: `$default`, or a method and a path such as `GET /refunds/{id}`.
 *
 * @throws UnsupportedFeatureError when it is neither.
 */
export function parseRouteKey(key: string, where: string): RoutePattern {
  if (key === '$default') return { key, method: 'ANY', segments: undefined };
  const [, method = '', path = ''] = /^([A-Z]+) (\/\S*)$/.exec(key) ?? [];
  const segments = path.split('/').slice(1).map(parseSegment);
  const isGreedyInside = segments.slice(0, -1).some((segment) => segment?.kind === 'greedy');
  if (!METHODS.includes(method) || isGreedyInside || !segments.every((segment) => segment !== undefined)) {
    throw new UnsupportedFeatureError(
      where,
      `the RouteKey ${key}`,
      `use $default, or one of ${METHODS.join(', ')} and a path whose variables are whole segments, {name+} the last`,
    );
  }
  return { key, method, segments };
}

function parseSegment(text: string): Segment | undefined {
  const [, name, plus] = /^\{([\w-]+)(\+?)\}$/.exec(text) ?? [];
  if (name !== undefined) return { kind: plus === '+' ? 'greedy' : 'variable', name };
  return /[{}]/.test(text) ? undefined : { kind: 'literal', text };
}

/** Returns a text that is equal for two routes that take the same requests. */
export function routeShape({ method, segments }: RoutePattern): string {
  const path = segments?.map((segment) => (segment.kind === 'literal' ? segment.text : `{${segment.kind}}`));
  return path === undefined ? '$default' : `${method} /${path.join('/')}`;
}

/**
 * Returns the route that takes a request. As on AWS, a route that matches the whole path comes before one with a greedy
 * variable, and both come before `$default`. Of two such routes the one that is literal for longer comes first; of two
 * with the same path, the one that names the method.
 */
export function matchRoute<Route extends RoutePattern>(
  routes: readonly Route[],
  { method, path }: { readonly method: string; readonly path: string },
): RouteMatch<Route> | undefined {
  const parts = path.split('/').slice(1);
  const matches = routes.flatMap((route) => {
    const parameters = route.method === 'ANY' || route.method === method ? bind(route, parts) : undefined;
    return parameters === undefined ? [] : [{ route, parameters }];
  });
  return matches.toSorted((a, b) => compareText(rankOf(a.route), rankOf(b.route)))[0];
}

/** Returns the values of a route's variables for a path, or undefined if the route does not take the path. */
function bind({ segments }: RoutePattern, parts: readonly string[]): ReadonlyMap<string, string> | undefined {
  const parameters = new Map<string, string>();
  if (segments === undefined) return parameters;
  const isGreedy = segments.at(-1)?.kind === 'greedy';
  if (isGreedy ? parts.length < segments.length : parts.length !== segments.length) return undefined;
  for (const [index, segment] of segments.entries()) {
    const part = (segment.kind === 'greedy' ? parts.slice(index).join('/') : parts[index]) ?? '';
    if (segment.kind === 'literal' ? part !== segment.text : part === '') return undefined;
    if (segment.kind !== 'literal') parameters.set(segment.name, part);
  }
  return parameters;
}

/** Returns a text by which routes that take the same request are sorted. */
function rankOf({ method, segments }: RoutePattern): string {
  if (segments === undefined) return '2';
  const kinds = segments.map(({ kind }) => ({ literal: '0', variable: '1', greedy: '2' })[kind]);
  const isGreedy = segments.at(-1)?.kind === 'greedy';
  return `${isGreedy ? '1' : '0'}${kinds.join('')}${method === 'ANY' ? '1' : '0'}`;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
