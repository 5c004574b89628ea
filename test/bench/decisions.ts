import { type Decider, firstDifference, JUDGEMENT, prepareCases, WHOLE_GATE } from './deciders.ts';
import { jsonRulesEngine, jsonRulesOutcome } from './json-rules.ts';
import { measureInTurn } from './measure.ts';
import { zenExpression, zenOutcome, zenTable } from './zen.ts';

const CASES = 3000;
const SEED = 20_261_122;
const TURNS = { rounds: 9, warmUps: 2 };

const jsonRules = jsonRulesEngine();
const zen = zenTable();
const engines = [jsonRules, jsonRulesOutcome(), zen, zenOutcome(), zenExpression()];

/** How often one goes over the cases in a round: no round is over in a blink, and none takes long. */
const times = (decider: Decider): number => {
  if (decider === JUDGEMENT) return 40;
  return decider === WHOLE_GATE ? 4 : 1;
};

const cases = prepareCases(CASES, SEED);
const deciders = [JUDGEMENT, WHOLE_GATE, ...engines];
await requireAgreement();
const measured = await measureInTurn(
  deciders.map((decider) => ({
    name: decider.name,
    items: CASES * times(decider),
    run: async () => {
      for (let time = 0; time < times(decider); time += 1) await decider.decideAll(cases);
    },
  })),
  TURNS,
);

print(`${CASES} refunds on equal rules, ${TURNS.rounds} rounds in turn: CPU time, median and least`);
print(`${''.padEnd(54)}us a decision    least  a CPU-second`);
for (const { name, cpuMicros, leastMicros } of measured) {
  const cells = [cpuMicros.toFixed(2).padStart(13), leastMicros.toFixed(2).padStart(9)];
  print(`${name.padEnd(54)}${cells.join('')}${(1e6 / cpuMicros).toFixed(0).padStart(14)}`);
}
print();
print("How many times the gate's judgement:               by medians   by least");
for (const engine of engines) {
  const cells = [
    (medianOf(engine) / medianOf(JUDGEMENT)).toFixed(1).padStart(11),
    (leastOf(engine) / leastOf(JUDGEMENT)).toFixed(1).padStart(11),
  ];
  print(`${engine.name.padEnd(48)}${cells.join('')} x`);
}
print();
print(
  "The engines get their facts ready made, the probability among them. They would come on top of the gate's",
);
print(
  'own checks, which make those facts; a whole decision, from stored scans and histories, would then cost:',
);
for (const engine of [jsonRules, zen]) {
  const checks = medianOf(WHOLE_GATE) - medianOf(JUDGEMENT);
  const ratio = (checks + medianOf(engine)) / medianOf(WHOLE_GATE);
  print(`${engine.name.padEnd(48)}${ratio.toFixed(1).padStart(11)} x the whole gate`);
}

/** Speed is compared only where all say the same of every refund. */
async function requireAgreement(): Promise<void> {
  const expected = (await JUDGEMENT.decideAll(cases))();
  for (const decider of deciders) {
    const decided = (await decider.decideAll(cases))();
    const differing = firstDifference(expected, decided, decider);
    if (differing !== undefined)
      throw new Error(`${decider.name} decides case ${differing} unlike the gate.`);
  }
}

function medianOf(decider: Decider): number {
  return measured[deciders.indexOf(decider)]?.cpuMicros ?? Number.NaN;
}

function leastOf(decider: Decider): number {
  return measured[deciders.indexOf(decider)]?.leastMicros ?? Number.NaN;
}

function print(line = ''): void {
  process.stdout.write(`${line}\n`);
}
