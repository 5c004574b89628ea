import type { GateDeps } from '../../lib/app/gate-deps.ts';
import { pinPolicy } from '../../lib/app/judging/policies.ts';
import type { Store } from '../../lib/app/ports.ts';
import { type TakeEventDeps, takeEvent } from '../../lib/app/take-event.ts';
import { parseEvent } from '../../lib/contracts/parse-event.ts';
import { DEFAULT_POLICY } from '../../lib/contracts/policy-document.ts';
import { REVIEW_SLA_SECONDS } from '../../lib/contracts/steps.ts';
import { runGate } from '../../lib/replay/run-gate.ts';
import { ASKED_AT, refundWithPast } from './rolled-up-past.ts';

/** What one decision asked of the store, by method, and how it ended. */
export interface CountedDecision {
  readonly outcome: string;
  readonly calls: Readonly<Record<string, number>>;
}

/** Takes the refund through the whole gate over a store, and answers what was asked of the store once its scans were in. */
export async function countDecision(store: Store, startCounting?: () => void): Promise<CountedDecision> {
  const calls: Record<string, number> = {};
  const counting = new Proxy(store, {
    get: (target, method: keyof Store) => {
      calls[method] = (calls[method] ?? 0) + 1;
      return target[method].bind(target);
    },
  });
  const { scans, refund, refundId } = refundWithPast();
  for (const scan of scans) await takeEvent(depsOver(store), parseEvent(scan));
  startCounting?.();
  await takeEvent(depsOver(counting), parseEvent(refund));
  const row = await store.refund(refundId, 'strong');
  return { outcome: row?.decision?.outcome ?? 'none', calls };
}

function depsOver(store: Store): GateDeps & TakeEventDeps {
  const deps: GateDeps & TakeEventDeps = {
    store,
    policy: pinPolicy(DEFAULT_POLICY),
    auditKey: 'depth',
    now: () => ASKED_AT,
    publish: async () => undefined,
    startGate: (refundId) => runGate(deps, refundId),
    endReview: async () => true,
    sendMail: async () => undefined,
    consoleUrl: '',
    slaSeconds: REVIEW_SLA_SECONDS,
  };
  return deps;
}
