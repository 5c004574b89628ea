import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { DEFAULT_POLICY } from '../../../lib/contracts/policy-document.ts';
import { pastOf } from '../../../lib/domain/history/decayed-past.ts';
import { ringRisk } from '../../../lib/domain/risk/ring-risk.ts';
import { DeliveredWorld } from '../delivered-world.ts';
import { imported } from './retail-file.ts';

const FILE = fileURLToPath(new URL('../../../../shared/data/online-retail.csv.gz', import.meta.url));

/** The last day of the file. */
const TODAY = '2011-12-09';

describe.skipIf(!existsSync(FILE))(
  'the customers of the real retail file (skipped where it is absent)',
  () => {
    test('are suspected one in a thousand at most, though one in forty stands out by a plain z', async () => {
      const { raw, into } = await imported(FILE);
      const world = new DeliveredWorld();
      await world.deliver(
        raw.map((event) => ({ event, atMs: Date.parse(event.time) })),
        [],
      );
      const customers = into.customers();
      const { halfLifeDays } = DEFAULT_POLICY.ringRisk;
      const risks = await Promise.all(
        customers.map(async ({ customerId, orders }) => {
          const history = await world.store.subject({ kind: 'customer', id: customerId });
          const past = pastOf(history, { today: TODAY, halfLifeDays, without: undefined });
          return ringRisk({ kind: 'customer', past, customerId, orders }, DEFAULT_POLICY).q;
        }),
      );
      expect(customers.length).toBeGreaterThan(4000);
      expect(Math.max(...risks)).toBeGreaterThan(DEFAULT_POLICY.ringRisk.prior);
      expect(risks.filter((q) => q >= 0.9).length / customers.length).toBeLessThanOrEqual(0.001);
    }, 120_000);
  },
);
