import type { Scan } from '../../domain/evidence/scan.ts';
import { GOODS_GRAMS, type Goods, type Shown, scanOf } from './acts.ts';
import { HONEST } from './parties.ts';
import type { Marking } from './requests.ts';

/** What really happened: nothing came, or a sealed decoy came, of the right weight or of another. */
export const TRUTHS = ['nothing', 'decoy', 'light_decoy'] as const;

/** One of the things that may have happened. */
export type Truth = (typeof TRUTHS)[number];

/** Something done, and the name of the party that did it. */
export interface Deed {
  readonly by: string;
  readonly honest: boolean;
  readonly does: 'vouch' | 'mark' | 'void';
  /** True if it is signed with a login that somebody lent. */
  readonly isBorrowed?: boolean;
  readonly scan: Scan;
}

/** What honest people and sensors do, given the truth. */
export interface HonestWorld {
  readonly markings: readonly Marking[];
  readonly deeds: readonly Deed[];
  /** Those of the deeds that contradict the refund. */
  readonly contradicting: readonly Deed[];
}

/** Returns true if a truth makes a difference for these goods: without a weight on record no decoy is too light. */
export function isTold(truth: Truth, { weight }: Goods): boolean {
  return truth !== 'light_decoy' || weight;
}

/**
 * Returns what honest parties do. Sensors tell the truth: they are silent when nothing came, and see a decoy arrive
 * and weigh what it weighs. Carriers carry it, a stower puts the sealed box away, unless the scale says that it is too
 * light. Nobody opens it: an honest inspector would report the mismatch, which helps no attack.
 */
export function honestWorldOf(truth: Truth): HonestWorld {
  if (truth === 'nothing')
    return { markings: ['by_name', 'nameless', 'instant'], deeds: [], contradicting: [] };
  const carrier = { class: 'carrier', id: HONEST.driver, capture: 'scanned' } as const;
  const dock = { class: 'sensor', id: HONEST.dock, capture: 'scanned' } as const;
  const scale = { class: 'sensor', id: HONEST.scale, capture: 'api' } as const;
  const stower = { class: 'site', id: HONEST.stower, deviceId: 'gun_1', capture: 'scanned' } as const;
  const seen = [
    honest('the carrier', { attestor: carrier, step: 'accepting' }),
    honest('the carrier', { attestor: carrier, step: 'arriving' }),
    honest('the dock’s scanner', { attestor: dock, step: 'unloading' }),
  ];
  const markings = ['by_name', 'nameless', 'by_honest', 'instant'] as const;
  if (truth === 'light_decoy') {
    const contradicting = [honest('the scale', { attestor: scale, grams: GOODS_GRAMS / 4 })];
    return { markings, deeds: [...seen, ...contradicting], contradicting };
  }
  return {
    markings,
    deeds: [
      ...seen,
      honest('the scale', { attestor: scale, grams: GOODS_GRAMS }),
      honest('a fooled stower', { attestor: stower, step: 'storing' }),
    ],
    contradicting: [],
  };
}

function honest(by: string, act: Pick<Shown, 'attestor'> & Partial<Shown>): Deed {
  const { attestor, step, disposition, serials, grams } = act;
  const scan = scanOf(
    { attestor, step, disposition, serials, grams },
    `${attestor.id}-${step ?? 'weighing'}`,
  );
  return { by, honest: true, does: 'vouch', scan };
}
