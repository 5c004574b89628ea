import type { RegisterDocument } from '../contracts/register-document.ts';
import type { Policy } from '../domain/policy/policy.ts';
import {
  directoryOf,
  dockOf,
  lossPreventionOf,
  nightlyFilesOf,
  shopOf,
  trackingOf,
  warehouseOf,
} from './declared.ts';
import type { Places } from './places.ts';

/** The kinds of merchant that there is a register to start from. */
export const PRESET_NAMES = ['own-warehouse', 'nightly-files', 'carrier-only'] as const;

/** One kind of merchant. */
export type PresetName = (typeof PRESET_NAMES)[number];

/** What a kind of merchant starts from. */
export interface Preset {
  /** Who it is for, in one line. */
  readonly summary: string;
  /** Returns the register of such a merchant with these systems. */
  readonly register: (places: Places) => RegisterDocument;
  /** Returns what differs from the policy that ships with the gate. */
  readonly policy: (shipped: Policy) => Partial<Policy>;
}

/** Below this value the carrier's delivery of a return suffices, in minor units of the base currency (2,000.00). */
const CARRIER_SUFFICES_BELOW_MINOR = 200_000;

/**
 * The price of a place in the queue, in reviews. With fewer instruments more refunds are a little doubtful: people look only at
 * those where more is at risk.
 */
const SHADOW_PRICE = 8;

const fewerReviews = ({ costs }: Policy): Pick<Policy, 'costs'> => ({
  costs: { ...costs, shadowPrice: SHADOW_PRICE },
});

/** The presets. docs/ONBOARDING.md has a row for each: what it costs, and which fraud it lets through. */
export const PRESETS: Readonly<Record<PresetName, Preset>> = {
  'own-warehouse': {
    summary: 'warehouses of your own, with machines at the dock and a staff directory',
    register: (places) => ({
      version: 'own-warehouse',
      producers: [
        shopOf(places),
        ...places.carriers.map(trackingOf),
        ...places.sites.flatMap((site) => [...dockOf(site), warehouseOf(site)]),
        directoryOf(
          places,
          places.sites.map(({ id }) => id),
        ),
        lossPreventionOf(places),
      ],
    }),
    policy: () => ({}),
  },
  // The company's word is one witness, and never independent of its own mark: so the merchant's own returns desk marks.
  'nightly-files': {
    summary: 'a third-party warehouse that sends a file each night',
    register: (places) => ({
      version: 'nightly-files',
      producers: [
        shopOf(places),
        ...places.carriers.map(trackingOf),
        ...places.sites.map(nightlyFilesOf),
        directoryOf(places, []),
      ],
    }),
    // What comes in at night is a day late for small refunds. And there is no second witness, so none is demanded.
    policy: (shipped) => ({
      carrierSufficesBelowMinor: shipped.content.fromMinor,
      collusion: [{ fromMinor: shipped.independentScanFromMinor, required: 1 }],
      ...fewerReviews(shipped),
    }),
  },
  'carrier-only': {
    summary: 'nothing but the tracking of carriers',
    register: (places) => ({
      version: 'carrier-only',
      producers: [shopOf(places), ...places.carriers.map(trackingOf)],
    }),
    policy: (shipped) => ({
      carrierSufficesBelowMinor: CARRIER_SUFFICES_BELOW_MINOR,
      ...fewerReviews(shipped),
    }),
  },
};

/** Returns true if this is the name of a preset. */
export function isPresetName(name: string): name is PresetName {
  return PRESET_NAMES.some((one) => one === name);
}

/** Returns a policy with what a preset changes. The version says so, where it changes anything. */
export function withPreset(policy: Policy, name: PresetName): Policy {
  const changes = PRESETS[name].policy(policy);
  if (Object.keys(changes).length === 0) return policy;
  return { ...policy, ...changes, version: `${policy.version}-${name}` };
}
