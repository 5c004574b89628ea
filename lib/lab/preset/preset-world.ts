import type { RegisterDocument } from '../../contracts/register-document.ts';
import { PRESETS, type PresetName } from '../../producers/presets.ts';
import type { WorldOptions } from '../world/options.ts';
import { type WorldStep, world } from '../world/world.ts';
import { placesOfWorld } from './places-of-world.ts';
import { withInstruments } from './with-instruments.ts';

/** A world where the merchant owns what a preset declares, and the register for its sites and carriers. */
export interface PresetWorld {
  readonly register: RegisterDocument;
  /** Returns the world from its beginning, on every call. */
  readonly steps: () => Iterable<WorldStep>;
}

/**
 * Returns a world as a preset has it.
 * @throws RangeError if an option is out of its limits.
 */
export function presetWorld(options: WorldOptions, preset: PresetName): PresetWorld {
  const register = PRESETS[preset].register(placesOfWorld(options));
  return { register, steps: () => withInstruments(world(options), { preset, register }) };
}
