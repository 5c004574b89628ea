import { isPresetName, PRESET_NAMES, type PresetName } from '../producers/presets.ts';
import { UsageError } from './verb.ts';

/**
 * Returns the preset that an option names.
 * @throws UsageError when it names none.
 */
export function readPresetName(name: string | undefined): PresetName | undefined {
  if (name === undefined || isPresetName(name)) return name;
  throw new UsageError(`--preset is one of ${PRESET_NAMES.join(', ')}, got "${name}"`);
}
