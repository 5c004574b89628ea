import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { STEPS } from '../lib/contracts/steps.ts';
import { REASONS } from '../lib/domain/shared/reasons.ts';
import { importsOf } from './import-rules.ts';
import { synthesize } from './infra/synthesize.ts';
import { resourcesOf } from './infra/synthesized-template.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The longest line of a document, in characters. */
const MAX_LINE = 160;

/** The most lines of some pages: a reader in a hurry reads them whole. */
const MAX_LINES: Readonly<Record<string, number>> = {
  'README.md': 250,
  'CHANGELOG.md': 60,
  'SECURITY.md': 40,
  'docs/CONTRIBUTING.md': 200,
};

/** The most files that a reader opens to follow one refund from its findings to the published event. */
const MAX_FILES_OF_ONE_REFUND = 25;

/** A page of the project; `path` is relative to it. */
interface Page {
  readonly path: string;
  readonly text: string;
}

const pages: readonly Page[] = [
  'README.md',
  'CHANGELOG.md',
  'SECURITY.md',
  ...readdirSync(`${ROOT}docs`, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => posix.join('docs', name.replaceAll('\\', '/'))),
].map((path) => ({ path, text: read(path) }));

const written = pages.filter(({ path }) =>
  [
    'README.md',
    'CHANGELOG.md',
    'SECURITY.md',
    'docs/ARCHITECTURE.md',
    'docs/CONTRIBUTING.md',
    'docs/EVENTS.md',
    'docs/LIMITS.md',
    'docs/MODEL.md',
    'docs/ONBOARDING.md',
    'docs/OPERATING.md',
    'docs/RESULTS.md',
    'docs/TRY-A-POLICY.md',
  ].includes(path),
);

function read(path: string): string {
  return readFileSync(`${ROOT}${path}`, 'utf8');
}

/** Returns a page without its blocks of code, where a `#` is a comment and a path somebody's own. */
function proseOf({ text }: Page): string {
  return text.replace(/^ *```[\s\S]*?^ *```$/gm, '');
}

/** Returns the lines of the section below a heading, up to the next heading of its level or above. */
function sectionOf(page: Page, heading: string): readonly string[] {
  const level = /^#+/.exec(heading)?.[0].length ?? 0;
  const lines = proseOf(page).split('\n');
  const start = lines.indexOf(heading);
  if (start < 0) throw new Error(`${page.path} has no heading "${heading}".`);
  const after = lines.slice(start + 1);
  const end = after.findIndex((line) => (/^(#+) /.exec(line)?.[1]?.length ?? level + 1) <= level);
  return end < 0 ? after : after.slice(0, end);
}

/** Returns the anchors of a page's headings, as GitHub makes them. */
function anchorsOf(page: Page): readonly string[] {
  return [...proseOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function pageAt(path: string): Page {
  const page = pages.find((one) => one.path === path);
  if (page === undefined) throw new Error(`There is no page ${path}.`);
  return page;
}

describe('the table of dependencies', () => {
  const packageSchema = z.object({
    dependencies: z.record(z.string(), z.string()),
    devDependencies: z.record(z.string(), z.string()),
  });
  const { dependencies, devDependencies } = packageSchema.parse(JSON.parse(read('package.json')));
  const rows = sectionOf(pageAt('docs/ARCHITECTURE.md'), '## Dependencies')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

  it('names every package of package.json once, and no other', () => {
    const named = rows.map(([name = '']) => name.replaceAll('`', ''));
    expect(named.toSorted()).toStrictEqual(Object.keys({ ...dependencies, ...devDependencies }).toSorted());
  });

  it('gives each a reason and a place', () => {
    expect(rows.filter((cells) => cells.length !== 3 || cells.includes(''))).toStrictEqual([]);
  });
});

describe('the runbook', () => {
  const alarmSchema = z.looseObject({ AlarmDescription: z.string() });
  let anchors: readonly string[];

  beforeAll(() => {
    const { plain } = synthesize({ producers: `${ROOT}test/infra/producers.json` });
    const named = resourcesOf(plain, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => {
      const { AlarmDescription } = alarmSchema.parse(Properties);
      return /docs\/OPERATING\.md#([a-z-]+)$/.exec(AlarmDescription)?.[1] ?? AlarmDescription;
    });
    // Alarms on one thing of several producers have one section.
    anchors = [...new Set(named)];
  });

  it('has one section for each kind of alarm, in their order, and no other', () => {
    const sections = sectionOf(pageAt('docs/OPERATING.md'), '## Alarms')
      .filter((line) => line.startsWith('### '))
      .map((line) => line.slice('### '.length));
    expect(sections.length).toBeGreaterThan(0);
    expect(sections).toStrictEqual(anchors);
  });

  it('says of each what it means, who is harmed, where to look, what to do and when it is over', () => {
    for (const anchor of anchors) {
      const bold = sectionOf(pageAt('docs/OPERATING.md'), `### ${anchor}`).flatMap(
        (line) => /^\*\*([^*]+)\*\*/.exec(line)?.[1] ?? [],
      );
      const asked = ['Means', 'Who is harmed', 'Look', 'Do', 'Over when'];
      expect(
        asked.filter((word) => !bold.includes(word)),
        anchor,
      ).toStrictEqual([]);
    }
  });
});

describe('every page', () => {
  it('links to files and headings that are there', () => {
    const links = pages.flatMap((page) =>
      [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => ({ page, target })),
    );
    const broken = links.filter(
      ({ page, target }) => !/^[a-z]+:/.test(target) && !leadsSomewhere(page, target),
    );
    expect(links.length).toBeGreaterThan(10);
    expect(broken.map(({ page, target }) => `${page.path} -> ${target}`)).toStrictEqual([]);
  });

  it('names files and folders that are there', () => {
    const named = pages.flatMap((page) =>
      [...proseOf(page).matchAll(/`((?:bin|lib|lambdas|test|docs)\/[\w./-]*)`/g)].map(([, path = '']) => ({
        page,
        path,
      })),
    );
    expect(named.length).toBeGreaterThan(50);
    expect(
      named
        .filter(({ path }) => !existsSync(`${ROOT}${path}`))
        .map(({ page, path }) => `${page.path}: ${path}`),
    ).toStrictEqual([]);
  });
});

function leadsSomewhere({ path }: Page, target: string): boolean {
  const [file = '', anchor] = target.split('#');
  const to = file === '' ? path : posix.join(posix.dirname(path), file);
  if (!existsSync(`${ROOT}${to}`)) return false;
  return anchor === undefined || anchorsOf(pageAt(to)).includes(anchor);
}

it.each(written)('$path has no line over 160 characters', ({ text }) => {
  expect(text.split('\n').filter((line) => [...line].length > MAX_LINE)).toStrictEqual([]);
});

it.each(Object.entries(MAX_LINES))('%s has no more than %d lines', (path, most) => {
  expect(pageAt(path).text.trimEnd().split('\n').length).toBeLessThanOrEqual(most);
});

it('the README shows every verb of the command line', () => {
  const table = /const VERBS[\s\S]*?\n\);/.exec(read('lib/cli/main.ts'))?.[0] ?? '';
  const verbs = [...table.matchAll(/^ {4}(?:'([\w-]+)'|(\w+)): .*Verb,$/gm)].map(
    ([, quoted, bare]) => quoted ?? bare ?? '',
  );
  expect(verbs).toContain('demo');
  const { text } = pageAt('README.md');
  const shown = verbs.filter((verb) => new RegExp(`(?:npx refund-gate |npm run )${verb}\\b`).test(text));
  expect(shown).toStrictEqual(verbs);
});

describe('the page of the model', () => {
  const text = expandRanges(pageAt('docs/MODEL.md').text);

  it('has every reason that belongs to a rule', () => {
    const codes = Object.entries(REASONS).flatMap(([code, reason]) => ('rule' in reason ? [code] : []));
    expect(codes.length).toBeGreaterThan(10);
    expect(codes.filter((code) => !text.includes(`\`${shortOf(code)}\``))).toStrictEqual([]);
  });

  it('names no reason that does not exist', () => {
    const known = new Set(Object.keys(REASONS).map(shortOf));
    const named = [...text.matchAll(/`([A-Z]\d\d)`/g)].map(([, code = '']) => code);
    expect(named.filter((code) => !known.has(code))).toStrictEqual([]);
  });
});

function shortOf(code: string): string {
  return code.slice(0, 3);
}

/** Writes out ranges of codes: `V02`–`V05` is all four. */
function expandRanges(text: string): string {
  return text.replace(/`([A-Z])(\d\d)`–`\1(\d\d)`/g, (_, letter: string, from: string, to: string) =>
    Array.from(
      { length: Number(to) - Number(from) + 1 },
      (_, index) => `\`${letter}${String(Number(from) + index).padStart(2, '0')}\``,
    ).join(' '),
  );
}

it('ARCHITECTURE says of every step what it does and what it may do', () => {
  const page = pageAt('docs/ARCHITECTURE.md');
  for (const heading of ['### The steps', '## Security']) {
    const named = sectionOf(page, heading).flatMap((line) => /^\| `([\w-]+)` \|/.exec(line)?.[1] ?? []);
    expect(named, heading).toStrictEqual(Object.keys(STEPS));
  }
});

describe('the files of one refund in the code', () => {
  const ENTRIES = ['lambdas/decide-refund.ts', 'lib/infra/gate-definition.ts', 'lambdas/publish-release.ts'];
  const listed = sectionOf(pageAt('docs/ARCHITECTURE.md'), '## One refund in the code')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, path = '']) => path));

  it('are as many as the page says, each once, and few enough to read', () => {
    expect(pageAt('docs/ARCHITECTURE.md').text).toContain(`These ${listed.length} files`);
    expect(new Set(listed).size).toBe(listed.length);
    expect(listed.length).toBeLessThanOrEqual(MAX_FILES_OF_ONE_REFUND);
  });

  it('are reached from the two Lambdas and the machine between them by imports alone', () => {
    const reached = new Set(ENTRIES);
    for (const path of reached) {
      for (const specifier of importsOf({ path, text: read(path) })) {
        const target = posix.join(posix.dirname(path), specifier);
        if (listed.includes(target)) reached.add(target);
      }
    }
    expect(listed.filter((path) => !reached.has(path))).toStrictEqual([]);
    expect(listed).toStrictEqual(expect.arrayContaining([...reached]));
  });
});
