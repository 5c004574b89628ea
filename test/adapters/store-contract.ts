import { afterAll, beforeAll, beforeEach, describe } from 'vitest';
import type { Store } from '../../lib/app/ports.ts';
import { describeCases } from './store-contract-cases.ts';
import { describeDays } from './store-contract-days.ts';
import { describeDocuments } from './store-contract-documents.ts';
import { describeHistories } from './store-contract-histories.ts';
import { describeLogins } from './store-contract-logins.ts';
import { describePeers } from './store-contract-peers.ts';
import { describePhotos } from './store-contract-photos.ts';
import { describeRefunds } from './store-contract-refunds.ts';
import { describeTrails } from './store-contract-trails.ts';

/** How a suite gets its store: an empty one before each test. */
export interface StoreSource {
  readonly start?: () => Promise<void>;
  readonly open: () => Promise<Store>;
  readonly stop?: () => Promise<void>;
}

/** Describes the behaviour every store has, whatever it is made of. */
export function describeStore(name: string, source: StoreSource): void {
  describe(name, () => {
    let store: Store;
    beforeAll(async () => source.start?.());
    beforeEach(async () => {
      store = await source.open();
    });
    afterAll(async () => source.stop?.());
    const present = (): Store => store;
    describe('refunds', () => describeRefunds(present));
    describe('trails', () => describeTrails(present));
    describe('orders, profiles, stops and policies', () => describeDocuments(present));
    describe('days', () => describeDays(present));
    describe('histories', () => describeHistories(present));
    describe('photos', () => describePhotos(present));
    describe('cases', () => describeCases(present));
    describe('peers', () => describePeers(present));
    describe('logins', () => describeLogins(present));
  });
}
