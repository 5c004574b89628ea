import type { Buyer } from '../buyers.ts';
import type { Cast, Scene } from '../cast.ts';
import { headCount, scaleOf } from '../options.ts';
import type { CustomerMethod } from '../parameters.ts';
import { Random } from '../random.ts';
import { adaptiveGhosts } from './adaptive.ts';
import { bribedAgents } from './agents.ts';
import { anyCountry } from './crime.ts';
import {
  type Cheat,
  drawAlbum,
  loneCheat,
  playDamageLie,
  playFakeTracking,
  playNotReceivedLie,
  playWrongGoods,
} from './customers.ts';
import { ghostReturns } from './ghost.ts';
import { drawInsiders, type Insiders } from './insiders.ts';
import { impersonations, overRefund, structuredJob } from './schemes.ts';
import { phishedAccounts, supervisorOverrides, systemChanges } from './takeover.ts';
import { anyTime, type Thread, thread } from './thread.ts';

/** All crime of a world, before it happens. */
export interface CrimePlan {
  readonly insiders: Insiders;
  /** In order of time; together no more frauds than the world's share. */
  readonly threads: readonly Thread[];
}

/** Rings that cheat as customers in the full world, and the share of such frauds that rings make. */
const FULL_RINGS = 22;
const RING_SHARE = 0.45;

/**
 * Returns the crime of a world: what insiders do in their weeks, and what customers do with the rest of its fraud
 * share.
 */
export function planCrime(cast: Cast): CrimePlan {
  const { seed, refunds } = cast.options;
  const insiders = drawInsiders(cast, new Random(seed, 'insiders'));
  const stream = (name: string): Random => new Random(seed, 'crime', name);
  const inside = [
    ghostReturns(cast, insiders, stream('ghosts')),
    adaptiveGhosts(cast, insiders, stream('adaptive')),
    bribedAgents(cast, insiders, stream('agents')),
    phishedAccounts(cast, insiders, stream('phished')),
    systemChanges(cast, insiders, stream('changes')),
    supervisorOverrides(cast, insiders, stream('overrides')),
  ].flat();
  const frauds = Math.round(refunds * cast.parameters.fraudShare);
  // A world of few refunds can have only a few crimes: insiders leave at least a third of them to customers.
  const room = Math.floor((frauds * 2) / 3);
  const kept = inside.length <= room ? inside : stream('room').shuffled(inside).slice(0, room);
  const outside = customerCrime(cast, stream('customers'), frauds - kept.length);
  const threads = [...kept, ...outside].toSorted((a, b) => a.startMs - b.startMs);
  return { insiders, threads };
}

function customerCrime(cast: Cast, random: Random, frauds: number): readonly Thread[] {
  const cheats = new Cheats(cast, random);
  const weights = [...cast.parameters.methodWeights];
  const total = weights.reduce((sum, [, weight]) => sum + weight, 0);
  const counts = weights.map(([method, weight]) => ({ method, share: (frauds * weight) / total }));
  const threads = counts.flatMap(({ method, share }) => {
    const made: Thread[] = [];
    const wanted = Math.max(frauds >= weights.length * 2 ? 1 : 0, Math.floor(share));
    while (made.length < wanted)
      made.push(...job(cast, random, cheats, method).slice(0, wanted - made.length));
    return made;
  });
  // What is left over from rounding goes to the most common method.
  while (threads.length < frauds) threads.push(...job(cast, random, cheats, 'wrong_goods'));
  return threads;
}

function job(cast: Cast, random: Random, cheats: Cheats, method: CustomerMethod): readonly Thread[] {
  switch (method) {
    case 'impersonated':
      return impersonations(cast, random);
    case 'structuring':
      return structuredJob(cast, random);
    case 'over_refund':
      return [overRefund(cast, random)];
    case 'wrong_goods':
      return [cheats.thread(playWrongGoods)];
    case 'fake_tracking':
      return [cheats.thread(playFakeTracking)];
    case 'not_received_lie':
      return [cheats.thread(playNotReceivedLie)];
    case 'damage_lie':
      return [cheats.thread(playDamageLie)];
  }
}

/** People who cheat as customers: alone, or in rings with shared accounts, addresses and pictures. */
class Cheats {
  readonly #cast: Cast;
  readonly #random: Random;
  readonly #rings: readonly { readonly members: readonly Buyer[]; readonly album: readonly string[] }[];

  constructor(cast: Cast, random: Random) {
    this.#cast = cast;
    this.#random = random;
    const rings = headCount(FULL_RINGS, scaleOf(cast.options), 1);
    this.#rings = Array.from({ length: rings }, () => ({
      members: cast.crooks.ring(anyCountry(random), random.whole(4, 14)),
      album: drawAlbum(random),
    }));
  }

  /** Returns one fraud at any time, by a ring or by one person alone. */
  thread(play: (scene: Scene, cheat: Cheat) => void): Thread {
    const startMs = anyTime(this.#random, this.#cast.options);
    if (!this.#random.chance(RING_SHARE)) return thread(startMs, (scene) => play(scene, loneCheat(scene)));
    const { members, album } = this.#random.pick(this.#rings);
    return thread(startMs, (scene) => play(scene, { buyer: scene.random.pick(members), album }));
  }
}
