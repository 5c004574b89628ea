import { memoryStore } from '../../lib/replay/store/memory-store.ts';
import { describeStore } from './store-contract.ts';

describeStore('the store in memory', { open: async () => memoryStore() });
