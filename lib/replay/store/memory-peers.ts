import type { PeerStore } from '../../app/ports.ts';
import { type Baselines, groupKeys, NO_BASELINES } from '../../domain/risk/peer-baselines.ts';

/** Returns an empty roster without baselines. */
export function memoryPeers(): PeerStore {
  const enrolled = new Set<string>();
  let reviewing: Set<string> | undefined;
  let baselines: Baselines = NO_BASELINES;
  /** What `baselines` returned for the current snapshot, by role, country and site. */
  const answered = new Map<string, Baselines>();
  return {
    enroll: async (employeeId) => {
      enrolled.add(employeeId);
    },
    roster: async () => [...enrolled].toSorted(),
    noteInDirectory: async ({ id, reviews }) => {
      reviewing ??= new Set();
      if (reviews) reviewing.add(id);
    },
    reviewers: async () => reviewing && [...reviewing].toSorted(),
    baselines: async (group) => {
      const keys = groupKeys(group);
      const known = answered.get(keys[2]);
      if (known !== undefined) return known;
      const { version, day, groups } = baselines;
      const present = keys.filter((key) => Object.hasOwn(groups, key));
      const own = Object.fromEntries(present.map((key) => [key, groups[key] ?? {}]));
      const answer = { version, day, groups: own };
      answered.set(keys[2], answer);
      return answer;
    },
    saveBaselines: async (next) => {
      baselines = next;
      answered.clear();
    },
  };
}
