import type { Scan } from '../../domain/evidence/scan.ts';
import { type Act, GOODS_GRAMS, scanOf } from './acts.ts';
import { HONEST } from './parties.ts';
import type { Marking } from './requests.ts';

/** What really happened: nothing came, or a sealed decoy of the right weight came. */
export const TRUTHS = ['nothing', 'decoy'] as const;

/** One of the things that may have happened. */
export type Truth = (typeof TRUTHS)[number];

/** Something done, and the name of the party that did it. */
export interface Deed {
  readonly by: string;
  readonly honest: boolean;
  readonly does: 'vouch' | 'mark' | 'void';
  readonly scan: Scan;
}

/** What honest people and sensors do, given the truth. */
export interface HonestWorld {
  readonly markings: readonly Marking[];
  readonly deeds: readonly Deed[];
}

/**
 * Returns what honest parties do. Sensors tell the truth: they are silent when nothing came, and see a decoy arrive
 * and weigh what it weighs. Carriers carry it, a stower puts the sealed box away. Nobody opens it: an honest
 * inspector would report the mismatch, which helps no attack.
 */
export function honestWorldOf(truth: Truth): HonestWorld {
  if (truth === 'nothing') return { markings: ['by_name', 'nameless', 'instant'], deeds: [] };
  const carrier = { class: 'carrier', id: HONEST.driver, capture: 'scanned' } as const;
  const dock = { class: 'sensor', id: HONEST.dock, capture: 'scanned' } as const;
  const scale = { class: 'sensor', id: HONEST.scale, capture: 'api' } as const;
  const stower = { class: 'site', id: HONEST.stower, deviceId: 'gun_1', capture: 'scanned' } as const;
  return {
    markings: ['by_name', 'nameless', 'by_honest', 'instant'],
    deeds: [
      honest('the carrier', { attestor: carrier, step: 'accepting' }),
      honest('the carrier', { attestor: carrier, step: 'arriving' }),
      honest('the dock’s scanner', { attestor: dock, step: 'unloading' }),
      honest('the scale', { attestor: scale, grams: GOODS_GRAMS }),
      honest('a fooled stower', { attestor: stower, step: 'storing' }),
    ],
  };
}

function honest(by: string, act: Pick<Act, 'attestor'> & Partial<Act>): Deed {
  const { attestor, step, disposition, serials, grams } = act;
  const scan = scanOf(
    { attestor, step, disposition, serials, grams },
    `${attestor.id}-${step ?? 'weighing'}`,
  );
  return { by, honest: true, does: 'vouch', scan };
}
