import { judgingHalf } from '../../contracts/register-document.ts';
import { DAY_MS } from '../../domain/shared/calendar.ts';
import type { PresetName } from '../../producers/presets.ts';
import { presetWorld } from '../preset/preset-world.ts';
import type { WorldOptions } from '../world/options.ts';
import { world } from '../world/world.ts';
import { TruthBook } from './truth-book.ts';
import type { WorldSource } from './world-source.ts';

/**
 * Returns a simulated world that is made while it is played: nothing of it is kept on disk.
 * @param preset - leaves the world only the instruments of such a merchant, and says who may say what in it.
 */
export function simulatedWorld(options: WorldOptions, preset?: PresetName): WorldSource {
  const equipped = preset && presetWorld(options, preset);
  return {
    name: `simulated world ${options.seed}`,
    ...(equipped && { register: judgingHalf(equipped.register) }),
    days: async () => options.days,
    open: async () => {
      const truth = new TruthBook();
      let playedMs = 0;
      let startsAtMs = 0;
      async function* lines(): AsyncGenerator<string> {
        for (const step of equipped?.steps() ?? world(options)) {
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
