import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { forbiddenImports, importCircles, importsOf, RULES, type SourceFile } from './import-rules.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FOLDERS = ['bin', 'lib', 'lambdas'];

const files: readonly SourceFile[] = FOLDERS.flatMap((folder) =>
  readdirSync(`${ROOT}${folder}`, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[cm]?[jt]sx?$/.test(entry.name))
    .map((entry) => {
      const full = `${entry.parentPath}/${entry.name}`;
      return { path: full.slice(ROOT.length), text: readFileSync(full, 'utf8') };
    }),
);

const listed = spawnSync('git', ['ls-files', '--', ...FOLDERS], { cwd: ROOT, encoding: 'utf8' });
const kept = listed.status === 0 ? listed.stdout.split('\n').filter((path) => path.endsWith('.ts')) : [];

describe('the source that is checked', () => {
  test.skipIf(kept.length === 0)('is all that git keeps and that still stands', () => {
    const read = new Set(files.map(({ path }) => path));
    const gone = spawnSync('git', ['ls-files', '--deleted', '--', ...FOLDERS], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    const deleted = new Set(gone.stdout.split('\n'));
    expect(kept.filter((path) => !read.has(path) && !deleted.has(path))).toStrictEqual([]);
    expect(files.length).toBeGreaterThanOrEqual(kept.length - deleted.size);
  });

  test('has files in every layer that there is a rule for', () => {
    for (const { from } of RULES) {
      expect(files.filter(({ path }) => path.startsWith(from)).length, from).toBeGreaterThan(0);
    }
  });

  test('is TypeScript only, so that no import hides in another kind of file', () => {
    expect(files.filter(({ path }) => !path.endsWith('.ts'))).toStrictEqual([]);
  });

  test('names the modules of node as such, so that they are known from packages', () => {
    const bare = new Set(builtinModules.filter((name) => !name.startsWith('node:')));
    expect(files.flatMap((file) => importsOf(file).filter((one) => bare.has(one)))).toStrictEqual([]);
  });
});

test('no file imports what its layer does not allow', () => {
  expect(files.flatMap(forbiddenImports)).toStrictEqual([]);
});

test('no files import each other in a circle', () => {
  expect(importCircles(files)).toStrictEqual([]);
});

describe('the check itself', () => {
  test('finds a circle, of types too, and what only leads to it is no part of it', () => {
    const sources = [
      { path: 'lib/a.ts', text: "import { b } from './b.ts';" },
      { path: 'lib/b.ts', text: "import type { C } from './in/c.ts';" },
      { path: 'lib/in/c.ts', text: "import { b } from '../b.ts';" },
    ];
    expect(importCircles(sources)).toStrictEqual([['lib/b.ts', 'lib/in/c.ts']]);
  });

  test.each([
    ['lib/domain/x.ts', "import { readFile } from 'node:fs/promises';"],
    ['lib/domain/x.ts', "import * as z from 'zod';"],
    ['lib/domain/x.ts', "import type { Store } from '../app/ports.ts';"],
    ['lib/domain/x.ts', "export { y } from '../contracts/fields.ts';"],
    ['lib/domain/x.ts', "export * from '../contracts/fields.ts';"],
    ['lib/domain/x.ts', "const y = await import('../app/ports.ts');"],
    ['lib/domain/x.ts', "import '../app/ports.ts';"],
    ['lib/domain/x.ts', "import {\n  one,\n  two,\n} from '../app/ports.ts';"],
    ['lib/domain/x.ts', "import{one}from'../app/ports.ts'"],
    ['lib/domain/x.ts', "import '../../lib/domain/../app/ports.ts';"],
    ['lib/contracts/x.ts', "import { createHash } from 'node:crypto';"],
    ['lib/app/x.ts', "import { moveRefund } from './refund/move-refund.ts';"],
    ['lib/contracts/x.ts', "import { takeEvent } from '../app/take-event.ts';"],
    ['lib/contracts/x.ts', "import middy from '@middy/core';"],
    ['lib/app/x.ts', "import * as z from 'zod';"],
    ['lib/app/x.ts', "import { SFNClient } from '@aws-sdk/client-sfn';"],
    ['lib/app/x.ts', "import { memoryStore } from '../replay/store/memory-store.ts';"],
    ['lib/replay/store/x.ts', "import { SFNClient } from '@aws-sdk/client-sfn';"],
    ['lib/replay/x.ts', "import { world } from '../lab/world/world.ts';"],
    ['lib/producers/x.ts', "import { pinPolicy } from '../app/judging/policies.ts';"],
    ['lib/producers/x.ts', "import * as z from 'zod';"],
    ['lib/demo/x.ts', "import { Replay } from '../replay/replay.ts';"],
    ['lib/adapters/aws/x.ts', "import { Stack } from 'aws-cdk-lib';"],
    ['lib/cli/x.ts', "import { Queue } from 'aws-cdk-lib/aws-sqs';"],
    ['lib/cli/x.ts', "import { Construct } from 'constructs';"],
    ['bin/x.ts', "import { AwsSolutionsChecks } from 'cdk-nag';"],
    ['bin/x.ts', "import { SFNClient } from '@aws-sdk/client-sfn';"],
    ['lambdas/x.ts', "import { SFNClient } from '@aws-sdk/client-sfn';"],
    ['lambdas/x.ts', "import { readFile } from 'node:fs/promises';"],
    ['lambdas/x.ts', "import { judgeRefund } from '../lib/domain/decision/decide-refund.ts';"],
    ['lambdas/x.ts', "import { memoryStore } from '../lib/replay/store/memory-store.ts';"],
    ['lib/infra/x.ts', "import { judgeRefund } from '../domain/decide-refund.ts';"],
    ['lib/local/x.ts', "import { STEPS } from '../contracts/steps.ts';"],
    ['lib/lab/x.ts', "import { dynamoStore } from '../adapters/aws/dynamo-store.ts';"],
    ['lib/lab/x.ts', "import { main } from '../cli/main.ts';"],
    ['lib/cli/x.ts', "import { aRefund } from '../../test/builders.ts';"],
    ['bin/x.ts', "import { aRefund } from '../test/builders.ts';"],
    ['elsewhere/x.ts', ''],
  ])('finds what is wrong in %s: %s', (path, text) => {
    expect(forbiddenImports({ path, text })).toHaveLength(1);
  });

  test.each([
    ['lib/domain/x.ts', "import { decay } from './subjects.ts';"],
    ['lib/contracts/x.ts', "import * as z from 'zod';\nimport { REASONS } from '../domain/reasons.ts';"],
    ['lib/app/x.ts', "import { createHash } from 'node:crypto';"],
    ['lib/adapters/aws/x.ts', "import { SFNClient } from '@aws-sdk/client-sfn';"],
    [
      'lib/infra/nested/x.ts',
      "import { Stack } from 'aws-cdk-lib';\nimport { STEPS } from '../../contracts/steps.ts';",
    ],
    ['bin/app.ts', "import { App } from 'aws-cdk-lib';"],
    ['lambdas/x.ts', "import { step } from '../lib/adapters/aws/step.ts';"],
  ])('finds nothing wrong in %s: %s', (path, text) => {
    expect(forbiddenImports({ path, text })).toStrictEqual([]);
    expect(importsOf({ path, text })).not.toStrictEqual([]);
  });
});
