import type { Attestor } from '../../domain/evidence/scan.ts';

/** How many attestors are remembered: more than a site has people and devices, and little memory. */
const MAX_SHARED = 10_000;

/** Returns a function that returns the same object for equal attestors: a few are in almost every scan. */
export function attestorSharing(): (attestor: Attestor) => Attestor {
  const known = new Map<string, Attestor>();
  return (attestor) => {
    const same = known.get(attestor.id);
    if (same !== undefined && isSame(same, attestor)) return same;
    if (known.size >= MAX_SHARED) known.clear();
    known.set(attestor.id, attestor);
    return attestor;
  };
}

function isSame(a: Attestor, b: Attestor): boolean {
  return (
    a.class === b.class && a.deviceId === b.deviceId && a.sessionId === b.sessionId && a.capture === b.capture
  );
}
