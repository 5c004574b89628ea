import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LocalGate, startLocalGate } from '../../lib/cli/local-gate.ts';
import { eventPutter } from '../../lib/cli/put-events.ts';
import { registerDocumentSchema } from '../../lib/contracts/register-document.ts';
import { EventBuilder } from '../../lib/demo/event-builders.ts';
import { DIRECTORY } from '../../lib/domain/producers/register.ts';
import { aRefund } from '../builders.ts';

const register = registerDocumentSchema.parse({
  version: 'tried',
  producers: [
    { source: 'quiet.wms', types: ['refundgate.scan.recorded.v1'], attestors: { site: DIRECTORY } },
    {
      source: 'shop.refunds',
      types: ['refundgate.refund.requested.v1'],
      accounts: ['111111111111'],
      quietFor: 'P1D',
    },
  ],
});

describe('a gate on this machine with a producers register', () => {
  let folder: string;
  let gate: LocalGate;
  const bundleOf = (step: string): string => {
    const assembly = join(folder, '.refund-gate-assembly');
    const bundles = readdirSync(assembly)
      .filter((name) => name.startsWith('asset.'))
      .map((name) => readFileSync(join(assembly, name, 'index.mjs'), 'utf8'));
    return bundles.find((text) => text.includes(`name:"${step}"`)) ?? '';
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'refund-gate-local-'));
    gate = await startLocalGate({ folder, keep: true, register });
  });
  afterAll(async () => {
    await gate.aws.stop();
    await rm(folder, { recursive: true });
  });

  test('judges by it, and takes all its sources from the account of this machine', () => {
    expect(bundleOf('decide-refund')).toContain('version:"tried"');
    expect(bundleOf('intake')).toContain('"shop.refunds":["000000000000"]');
    expect(bundleOf('intake')).toContain('"quiet.wms":["000000000000"]');
  });

  test('counts what came from a producer that says how long it is silent', async () => {
    await eventPutter(gate.aws)([new EventBuilder('counted').refund(gate.aws.clock.now(), aRefund())]);
    await gate.aws.settle();
    const log = readFileSync(join(folder, 'state', 'logs', 'refund-gate-intake.log'), 'utf8');
    const lines = log.split('\n').flatMap((line) => (line.includes('"taken"') ? [JSON.parse(line)] : []));
    expect(lines).toMatchObject([{ message: { step: 'intake', taken: 1, p1: 1 } }]);
    expect(lines[0].message).not.toHaveProperty('p0');
  });
});
