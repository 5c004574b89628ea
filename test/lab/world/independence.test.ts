import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const FOLDER = fileURLToPath(new URL('../../../lib/lab/world/', import.meta.url));

const imports = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .flatMap((name) =>
    [...readFileSync(`${FOLDER}${name}`, 'utf8').matchAll(/^import (type )?[^;]*? from '([^']+)';/gm)].map(
      ([, type, from = '']) => ({ name, isType: type !== undefined, from }),
    ),
  );

test('the world takes types and units of time from the judgement and the contracts: it must not know how it is judged', () => {
  expect(imports.length).toBeGreaterThan(50);
  const judging = imports.filter(({ from }) => /\/(domain|app|contracts|adapters|backtest)\//.test(from));
  const values = judging.filter(({ isType }) => !isType);
  expect(values.filter(({ from }) => !from.endsWith('/domain/shared/calendar.ts'))).toStrictEqual([]);
  const allowed = /\/domain\/(shared\/(money|calendar)|refund\/refund-request|evidence\/scan)\.ts$/;
  expect(judging.filter(({ from }) => !allowed.test(from))).toStrictEqual([]);
});

test('the world asks neither the clock nor the machine for chance', () => {
  const texts = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(`${FOLDER}${name}`, 'utf8'));
  expect(texts.filter((text) => /Math\.random|Date\.now|new Date\(\)|node:crypto/.test(text))).toStrictEqual(
    [],
  );
});
