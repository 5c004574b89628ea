import { DAY_MS } from '../../domain/shared/calendar.ts';
import type { WorldOptions } from '../world/options.ts';
import { world } from '../world/world.ts';
import { TruthBook } from './truth-book.ts';
import type { WorldSource } from './world-source.ts';

/** Returns a simulated world that is made while it is played: nothing of it is kept on disk. */
export function simulatedWorld(options: WorldOptions): WorldSource {
  return {
    name: `simulated world ${options.seed}`,
    days: async () => options.days,
    open: async () => {
      const truth = new TruthBook();
      let playedMs = 0;
      let startsAtMs = 0;
      async function* lines(): AsyncGenerator<string> {
        for (const step of world(options)) {
          if ('truth' in step) {
            truth.add(step.truth);
            if (step.truth.kind === 'world') startsAtMs = Date.parse(step.truth.startsAt);
          } else {
            playedMs = Date.parse(step.event.time) - startsAtMs;
            yield JSON.stringify(step.event);
          }
        }
      }
      const progress = (): number => Math.max(0, Math.min(1, playedMs / (options.days * DAY_MS)));
      return { truth, lines: lines(), progress };
    },
  };
}
