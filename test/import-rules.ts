import { posix } from 'node:path';

/** A file of the project and its text; `path` is relative to the project, with `/`. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

interface Rule {
  /** Files the rule is about, by the start of their path. */
  readonly from: string;
  /** The parts of the project they may import, by the start of the path. */
  readonly project: readonly string[];
  /** Whether they may import node's own modules. */
  readonly node: boolean;
  /** The packages they may import; `any` leaves that to `PACKAGES`. */
  readonly packages: readonly string[] | 'any';
}

/** What each layer may import. The first rule whose `from` fits a file is its rule. */
export const RULES: readonly Rule[] = [
  { from: 'lib/domain/', project: ['lib/domain/'], node: false, packages: [] },
  { from: 'lib/contracts/', project: ['lib/domain/', 'lib/contracts/'], node: false, packages: ['zod'] },
  { from: 'lib/app/', project: ['lib/domain/', 'lib/contracts/', 'lib/app/'], node: true, packages: [] },
  {
    from: 'lib/producers/',
    project: ['lib/contracts/', 'lib/domain/', 'lib/producers/'],
    node: false,
    packages: [],
  },
  {
    from: 'lib/replay/',
    project: ['lib/app/', 'lib/adapters/store-rules.ts', 'lib/contracts/', 'lib/domain/', 'lib/replay/'],
    node: true,
    packages: 'any',
  },
  {
    from: 'lib/lab/',
    project: [
      'lib/app/',
      'lib/contracts/',
      'lib/demo/event-builders.ts',
      'lib/domain/',
      'lib/lab/',
      'lib/producers/',
      'lib/replay/',
    ],
    node: true,
    packages: 'any',
  },
  { from: 'lib/demo/', project: ['lib/contracts/', 'lib/demo/', 'lib/domain/'], node: false, packages: [] },
  {
    from: 'lib/console/',
    project: ['lib/app/', 'lib/console/', 'lib/contracts/', 'lib/domain/'],
    node: true,
    packages: ['hono', 'openid-client', 'zod'],
  },
  { from: 'lib/infra/', project: ['lib/contracts/', 'lib/infra/'], node: true, packages: 'any' },
  { from: 'lib/local/', project: ['lib/local/'], node: true, packages: 'any' },
  {
    from: 'lambdas/',
    project: ['lib/adapters/aws/', 'lib/app/', 'lib/console/', 'lib/contracts/'],
    node: false,
    packages: ['@middy/core', 'hono', 'zod'],
  },
  { from: 'lib/', project: ['lib/'], node: true, packages: 'any' },
  { from: 'bin/', project: ['lib/', 'bin/'], node: true, packages: 'any' },
];

/** Where a package may be imported, by the start of its name. */
const PACKAGES: readonly (readonly [name: string, places: readonly string[]])[] = [
  ['@aws-sdk/', ['lib/adapters/aws/', 'lib/cli/', 'lib/local/']],
  ['aws-cdk-lib', ['lib/infra/', 'bin/app.ts']],
  ['constructs', ['lib/infra/', 'bin/app.ts']],
  ['cdk-nag', ['lib/infra/', 'bin/app.ts']],
];

/** Files that only one other file may import, so that what they do is done in one place. */
const SOLE_IMPORTERS: Readonly<Record<string, string>> = {
  'lib/app/refund/decision.ts': 'lib/app/refund/transitions.ts',
  'lib/app/refund/move-refund.ts': 'lib/app/refund/transitions.ts',
};

// Statements and calls, in code and in comments alike: a false alarm is seen at once, a missed import never.
const IMPORTS = [
  /(?:^|[\s;}])(?:import|export)\s(?:[^'"`;]*?\sfrom\s*)?['"]([^'"]+)['"]/g,
  /\b(?:import|require|import\.meta\.resolve)\s*\(\s*['"`]([^'"`]+)['"`]/g,
  /(?:^|[\s;}])import\s*['"]([^'"]+)['"]/g,
  /[\s}]from\s*['"]([^'"]+)['"]/g,
];

/** Returns everything a file imports, as it is written there. */
export function importsOf({ text }: SourceFile): readonly string[] {
  const named = IMPORTS.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1] ?? ''));
  return [...new Set(named)];
}

/** Returns every import of a file that its layer does not allow, as `file imports what`. */
export function forbiddenImports(file: SourceFile): readonly string[] {
  const rule = RULES.find(({ from }) => file.path.startsWith(from));
  if (rule === undefined) return [`${file.path} belongs to no layer`];
  return importsOf(file)
    .filter((specifier) => !isAllowed(file.path, specifier, rule))
    .map((specifier) => `${file.path} imports ${specifier}`);
}

function isAllowed(path: string, specifier: string, rule: Rule): boolean {
  if (specifier.startsWith('.')) {
    const target = posix.join(posix.dirname(path), specifier);
    const sole = SOLE_IMPORTERS[target];
    return (sole === undefined || sole === path) && rule.project.some((place) => target.startsWith(place));
  }
  if (specifier.startsWith('node:')) return rule.node;
  const places = PACKAGES.find(([name]) => specifier === name || specifier.startsWith(withSlash(name)))?.[1];
  if (places !== undefined && !places.some((place) => path.startsWith(place))) return false;
  return (
    rule.packages === 'any' ||
    rule.packages.some((name) => specifier === name || specifier.startsWith(`${name}/`))
  );
}

function withSlash(name: string): string {
  return name.endsWith('/') ? name : `${name}/`;
}

/** Returns every group of files that import each other in a circle, imports of types included, each in order of name. */
export function importCircles(files: readonly SourceFile[]): readonly (readonly string[])[] {
  const known = new Map(files.map((file) => [file.path, importedFiles(file)]));
  const reached = new Map<string, ReadonlySet<string>>();
  for (const path of known.keys()) reached.set(path, reachedFrom(path, known));
  const circles = new Map<string, readonly string[]>();
  for (const path of known.keys()) {
    const circle = [...(reached.get(path) ?? [])].filter((other) => reached.get(other)?.has(path));
    if (circle.length > 0) circles.set(circle.toSorted().join(' '), circle.toSorted());
  }
  return [...circles.values()];
}

function importedFiles(file: SourceFile): readonly string[] {
  return importsOf(file)
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => posix.join(posix.dirname(file.path), specifier));
}

function reachedFrom(start: string, known: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const reached = new Set<string>();
  const next = [...(known.get(start) ?? [])];
  for (let path = next.pop(); path !== undefined; path = next.pop()) {
    if (reached.has(path) || !known.has(path)) continue;
    reached.add(path);
    next.push(...(known.get(path) ?? []));
  }
  return reached;
}
