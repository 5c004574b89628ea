import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { simulatedWorld } from '../../../lib/lab/backtest/simulated-world.ts';
import { TruthBook } from '../../../lib/lab/backtest/truth-book.ts';
import { fileWorld, type WorldSource } from '../../../lib/lab/backtest/world-source.ts';
import { world } from '../../../lib/lab/world/world.ts';
import { aReview, aTrueClerk, aTruth } from './small-world.ts';

const WORLD = { kind: 'world', seed: 7, days: 30, startsAt: '2026-01-01T00:00:00.000Z', refunds: 1 };

describe('a book of truth', () => {
  it('keeps what each line says', () => {
    const book = new TruthBook();
    const fraud = {
      fraud: true,
      method: 'ghost_return',
      insiderIds: ['emp_7'],
      happened: 'nothing_came',
    } as const;
    for (const line of [WORLD, aTrueClerk(), aTruth({ ...fraud, ifReviewed: [aReview(), aReview()] })]) {
      book.addLine(JSON.stringify(line));
    }
    expect(book.world()).toStrictEqual(WORLD);
    expect(book.employees()).toStrictEqual([aTrueClerk()]);
    expect(book.refund('re_1')).toStrictEqual({
      fraud: true,
      method: 'ghost_return',
      insiderIds: ['emp_7'],
      ifReviewed: [aReview(), aReview()],
    });
    expect(book.refund('re_2')).toBeUndefined();
  });

  it.each([
    ['{', /^line 2 of the truth is not JSON/],
    ['{"kind":"refund"}', /^line 2 of the truth is none: .*refundId/],
    [
      JSON.stringify(aTruth({ ifReviewed: [aReview({ decision: 'approve', verdict: 'wrong_goods' })] })),
      /^line 2 of the truth is none: .*verdict/,
    ],
    [JSON.stringify({ ...aTruth(), method: 'magic' }), /^line 2 of the truth is none: .*method/],
  ])('names the line that is none: %s', (line, message) => {
    const book = new TruthBook();
    book.addLine(JSON.stringify(WORLD));
    expect(() => book.addLine(line)).toThrow(message);
  });

  it('refuses a truth without a world', () => {
    expect(() => new TruthBook().world()).toThrow('no line of kind "world"');
  });
});

describe('a world', () => {
  let dir: string | undefined;

  afterEach(() => {
    if (dir !== undefined) rmSync(dir, { recursive: true });
    dir = undefined;
  });

  async function played(
    source: WorldSource,
  ): Promise<{ lines: readonly string[]; end: number; truth: TruthBook }> {
    const { lines, progress, truth } = await source.open();
    const list: string[] = [];
    for await (const line of lines) list.push(line);
    return { lines: list, end: progress(), truth };
  }

  it('is the same from files and simulated in process, as often as it is played', async () => {
    dir = mkdtempSync(join(tmpdir(), 'backtest-'));
    const options = { seed: 3, days: 7, refunds: 40 };
    const steps = [...world(options)];
    const events = steps.flatMap((step) => ('event' in step ? [JSON.stringify(step.event)] : []));
    const truths = steps.flatMap((step) => ('truth' in step ? [JSON.stringify(step.truth)] : []));
    writeFileSync(join(dir, 'events.ndjson'), `${events.join('\n')}\n\n`);
    writeFileSync(join(dir, 'truth.ndjson'), truths.join('\n'));
    const fromFiles = await fileWorld(join(dir, 'events.ndjson'), join(dir, 'truth.ndjson'));
    for (const source of [fromFiles, fromFiles, simulatedWorld(options)]) {
      const { lines, end, truth } = await played(source);
      expect(lines).toStrictEqual(events);
      expect(end).toBe(1);
      expect(truth.world()).toMatchObject(options);
      for (const step of steps) {
        if ('truth' in step && step.truth.kind === 'refund') {
          expect(truth.refund(step.truth.refundId)?.fraud).toBe(step.truth.fraud);
        }
      }
    }
  });
});
