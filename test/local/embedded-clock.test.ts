import { afterEach, describe, expect, it } from 'vitest';
import { EmbeddedClock } from '../../lib/local/embedded-clock.ts';

const DAY_MS = 86_400_000;
const startAt = new Date('2026-01-01T00:00:00Z');

describe('the embedded clock', () => {
  const clocks: EmbeddedClock[] = [];
  const create = (): EmbeddedClock => {
    const clock = new EmbeddedClock({ startAt });
    clocks.push(clock);
    return clock;
  };
  afterEach(() => {
    for (const clock of clocks.splice(0)) clock.stop();
  });

  it('starts at the instant it is given and goes on by itself', async () => {
    const clock = create();
    await new Promise((resolve) => setTimeout(resolve, 20));
    const passedMs = clock.nowMs() - startAt.getTime();
    expect(passedMs).toBeGreaterThanOrEqual(19);
    expect(passedMs).toBeLessThan(5000);
  });

  it('fires a chain of timers at their own instants when time is moved ahead', async () => {
    const clock = create();
    const days: number[] = [];
    const next = (): void => {
      days.push(Math.floor((clock.nowMs() - startAt.getTime()) / DAY_MS));
      if (days.length < 5) clock.after(DAY_MS, next);
    };
    clock.after(DAY_MS, next);
    await clock.advance(4.5 * DAY_MS);
    expect(days).toStrictEqual([1, 2, 3, 4]);
  });

  it('fires a recurring timer once per step, and counts its next run from there', async () => {
    const clock = create();
    let runs = 0;
    clock.every(
      (after) => new Date(after.getTime() + 60_000),
      () => {
        runs += 1;
      },
    );
    await clock.advance(10 * DAY_MS);
    expect(runs).toBe(1);
    await clock.advance(59_000);
    expect(runs).toBe(1);
    await clock.advance(1_000);
    expect(runs).toBe(2);
  });

  it('fires neither what was cancelled nor what is due later', async () => {
    const clock = create();
    const fired: string[] = [];
    clock.after(1000, () => fired.push('cancelled')).cancel();
    clock.after(2000, () => fired.push('due'));
    clock.after(60_000, () => fired.push('later'));
    await clock.advance(2000);
    expect(fired).toStrictEqual(['due']);
  });

  it('fires by itself when real time passes', async () => {
    const clock = create();
    await new Promise<void>((resolve) => {
      clock.after(15, resolve);
    });
    expect(clock.nowMs()).toBeGreaterThanOrEqual(startAt.getTime() + 15);
  });

  it('does not go back', async () => {
    const clock = create();
    await expect(clock.advance(-1)).rejects.toThrow(RangeError);
    await expect(clock.advanceTo(new Date('2025-12-31T00:00:00Z'))).rejects.toThrow(/cannot go back/);
  });
});
