import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { collusionVerb } from '../../../lib/cli/collusion-verb.ts';
import { aRegisterDocument } from '../../registers.ts';

test.each([
  ['--without R9', ['--without', 'R9'], /--without takes one or more of R1, R5, R6, collusion.*got "R9"/],
  ['an empty --without', ['--without', ''], /--without takes one or more of/],
  ['an inherited name', ['--without', 'constructor'], /got "constructor"/],
  ['a word too many', ['now'], /unexpected argument "now"/],
] as const)('refund-gate collusion refuses %s', async (_name, args, message) => {
  await expect(collusionVerb.run(args)).rejects.toThrow(message);
});

test('refund-gate collusion searches a register by site, and exits 1 if one takes fewer than demanded', async () => {
  const attestors = { site: 'directory', sensor: ['bench_1'] };
  const file = join(await mkdtemp(join(tmpdir(), 'collusion-verb-')), 'producers.json');
  await writeFile(file, JSON.stringify(aRegisterDocument({ 'wms.site_3': { attestors } })));
  const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    expect(await collusionVerb.run(['--producers', file])).toBe(1);
    expect(written.mock.calls.join('')).toMatch(/register story\.1.*Site site_3:.*NOT MET/s);
  } finally {
    written.mockRestore();
  }
});
