import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { importsOf } from './import-rules.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The verbs that work against AWS. */
const AWS_VERBS = ['case-verb', 'review-verb', 'stop-verbs'].map((name) => `lib/cli/${name}.ts`);

/** Returns the packages that some files import, with all that they import of the project. */
function packagesOf(entries: readonly string[]): readonly string[] {
  const packages = new Set<string>();
  const seen = new Set(entries);
  for (const path of seen) {
    for (const name of importsOf({ path, text: readFileSync(`${ROOT}${path}`, 'utf8') })) {
      if (name.startsWith('.')) seen.add(posix.join(posix.dirname(path), name));
      else if (!name.startsWith('node:')) packages.add(packageOf(name));
    }
  }
  return [...packages].filter((name) => name !== '').toSorted();
}

function packageOf(specifier: string): string {
  const [first = '', second = ''] = specifier.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}

test('are what the Lambdas and the verbs against AWS import, and nothing else', () => {
  const lambdas = readdirSync(`${ROOT}lambdas`).map((name) => `lambdas/${name}`);
  const { dependencies }: { readonly dependencies: Readonly<Record<string, string>> } = JSON.parse(
    readFileSync(`${ROOT}package.json`, 'utf8'),
  );
  expect(packagesOf([...lambdas, ...AWS_VERBS])).toStrictEqual(Object.keys(dependencies).toSorted());
});
