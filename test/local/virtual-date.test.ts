import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { createClockOffset, virtualDate } from '../../lib/local/virtual-date.ts';
import { FixtureHost } from './fixture.ts';

const DAY_MS = 86_400_000;

describe('a virtual date', () => {
  const offset = createClockOffset();
  const Virtual = virtualDate(Date, offset);

  it('is real at first, and follows the offset', () => {
    const realMs = Date.now();
    expect(Virtual.now() - realMs).toBeLessThan(DAY_MS / 2);
    new BigInt64Array(offset)[0] = BigInt(10 * DAY_MS);
    expect(Virtual.now()).toBeGreaterThanOrEqual(realMs + 10 * DAY_MS);
    expect(new Virtual().getTime()).toBeGreaterThanOrEqual(realMs + 10 * DAY_MS);
    expect(new Date(Virtual()).getTime()).toBeGreaterThan(realMs + 9 * DAY_MS);
  });

  it('leaves a given time as it is', () => {
    expect(new Virtual(0).toISOString()).toBe('1970-01-01T00:00:00.000Z');
    expect(new Virtual(2027, 0).getFullYear()).toBe(2027);
    expect(Virtual.UTC(1970, 0)).toBe(0);
    expect(new Date()).toBeInstanceOf(Virtual);
  });

  it('gives another thread the time of an embedded AWS', async () => {
    const host = await FixtureHost.create();
    try {
      const aws = await host.start({ resources: {} }, { startAt: new Date('2027-03-01T00:00:00Z') });
      const source = `
        import { parentPort, workerData } from 'node:worker_threads';
        const { installVirtualDate } = await import(workerData.module);
        installVirtualDate(workerData.clockOffset);
        parentPort.on('message', () => parentPort.postMessage(new Date().toISOString()));`;
      const module = new URL('../../lib/local/virtual-date.ts', import.meta.url).href;
      const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(source)}`), {
        workerData: { module, clockOffset: aws.clockOffset },
      });
      const ask = (): Promise<string> =>
        new Promise((resolve, reject) => {
          worker.once('message', resolve).once('error', reject);
          worker.postMessage('now');
        });
      expect(await ask()).toMatch(/^2027-03-01T/);
      await aws.clock.advance(3 * DAY_MS);
      expect(await ask()).toMatch(/^2027-03-04T/);
      await worker.terminate();
    } finally {
      await host.clean();
    }
  });
});
