import { dynamoStore } from '../../lib/adapters/aws/dynamo-store.ts';
import type { CapacityUse } from '../../lib/adapters/aws/dynamo-table.ts';
import { profileToItem } from '../../lib/adapters/aws/profile-item.ts';
import type { Store } from '../../lib/app/ports.ts';
import { DEFAULT_POLICY } from '../../lib/contracts/policy-document.ts';
import { judgeEmployeeRisk } from '../../lib/domain/checks/judge-employee-risk.ts';
import { judgeValueThresholds } from '../../lib/domain/checks/judge-value-thresholds.ts';
import { claimOfOrder } from '../../lib/domain/refund/order-claims.ts';
import { NO_STOPS } from '../../lib/domain/refund/stops.ts';
import { NO_BASELINES } from '../../lib/domain/risk/peer-baselines.ts';
import { startDynalite } from '../adapters/dynalite-table.ts';
import { anOrder, aRefund } from '../builders.ts';
import { type CountedDecision, countDecision } from './counted-decision.ts';
import { measureInTurn, type Run } from './measure.ts';
import { ASKED_AT, SUBJECTS, storeWithPast } from './rolled-up-past.ts';

const PASTS = [10, 1000, 10_000, 100_000];

/** How often the same refund is judged in one round. */
const JUDGED = 500;

const server = await startDynalite();
const runs: Run[] = [];
print('One refund over pasts of two years, folded each night; five subjects with that past each');
print('     past  weeks kept  profile bytes         store  read units  write units  outcome');
print('  refunds  (employee, customer)              calls');
for (const refunds of PASTS) {
  const memory = await storeWithPast(refunds);
  runs.push(await judgingRun(memory, refunds));
  const used: CapacityUse[] = [];
  const table = await server.createTable();
  const store = dynamoStore({ client: server.client, table, meter: (use) => used.push(use) });
  await copyPast(memory, store);
  const decision = await countDecision(store, () => {
    used.length = 0;
  });
  await printRow({ refunds, memory, decision, used });
}
await server.stop();
print(
  'Requests and writes are the same at every depth. Reads grow until a profile holds all the weeks it keeps,',
);
print('and with what the two newest days hold: a query reads those beside the profile.');

print();
print('CPU time of judging: histories read to risks, limits and rooms');
const [least, ...others] = await measureInTurn(runs, { rounds: 9, warmUps: 4 });
for (const { name, cpuMicros } of [least, ...others].filter((one) => one !== undefined)) {
  const ratio = cpuMicros / (least?.cpuMicros ?? Number.NaN);
  print(
    `${name.padEnd(24)}${cpuMicros.toFixed(1).padStart(8)} us ${ratio.toFixed(2).padStart(8)} x the first`,
  );
}

/** The two checks that read histories: the third reads scans only. */
async function judgingRun(store: Store, refunds: number): Promise<Run> {
  const [employee, ...linked] = await Promise.all(SUBJECTS.map((ref) => store.subject(ref)));
  if (employee === undefined) throw new TypeError('The first subject is the employee; there is none.');
  const request = aRefund({ markedBy: employee.subject.id });
  const order = anOrder();
  const value = { order, claim: claimOfOrder(order, request), linked, added: undefined };
  const staff = { stops: NO_STOPS, employees: [employee], baselines: NO_BASELINES, added: undefined };
  return {
    name: `${refunds} past refunds`,
    items: JUDGED,
    run: () => {
      for (let time = 0; time < JUDGED; time += 1) {
        judgeValueThresholds(request, value, DEFAULT_POLICY, ASKED_AT);
        judgeEmployeeRisk(request, staff, DEFAULT_POLICY, ASKED_AT);
      }
    },
  };
}

/** Copies what a decision may read of a past: the profiles, and the last two days, which a query reads beside them. */
async function copyPast(from: Store, to: Store): Promise<void> {
  for (const subject of SUBJECTS) {
    const profile = await from.profile(subject, 'strong');
    await to.saveProfile(subject, { ...profile, version: 1 }, 0);
    const days = await from.daysOf(subject, '2000-01-01', '2100-01-01');
    for (const { day, entries } of days.slice(-2)) {
      for (const entry of entries) await to.contribute(subject, entry);
      await to.closeDay(subject, day);
    }
  }
}

interface Row {
  readonly refunds: number;
  readonly memory: Store;
  readonly decision: CountedDecision;
  readonly used: readonly CapacityUse[];
}

async function printRow({ refunds, memory, decision, used }: Row): Promise<void> {
  const profiles = await Promise.all(
    SUBJECTS.slice(0, 2).map(async (ref) => {
      const profile = await memory.profile(ref, 'strong');
      return { weeks: profile.weeks.length, bytes: JSON.stringify(profileToItem(ref, profile)).length };
    }),
  );
  const isRead = ({ operation }: CapacityUse): boolean => operation === 'GetItem' || operation === 'Query';
  const units = (those: readonly CapacityUse[]): string =>
    those.reduce((sum, use) => sum + use.units, 0).toFixed(1);
  const cells = [
    [String(refunds), 9],
    [profiles.map(({ weeks }) => weeks).join(', '), 12],
    [profiles.map(({ bytes }) => bytes).join(', '), 15],
    [String(Object.values(decision.calls).reduce((sum, calls) => sum + calls, 0)), 14],
    [units(used.filter(isRead)), 12],
    [units(used.filter((use) => !isRead(use))), 13],
  ] as const;
  print(`${cells.map(([text, width]) => text.padStart(width)).join('')}  ${decision.outcome}`);
  const byOperation = Map.groupBy(used, ({ operation }) => operation);
  const requests = [...byOperation].map(
    ([operation, those]) => `${those.length} ${operation} ${units(those)}`,
  );
  print(`${' '.repeat(11)}${requests.toSorted().join(', ')}`);
}

function print(line = ''): void {
  process.stdout.write(`${line}\n`);
}
