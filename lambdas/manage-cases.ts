import { dynamoStore } from '../lib/adapters/aws/dynamo-store.ts';
import { variable } from '../lib/adapters/aws/environment.ts';
import { eventBus } from '../lib/adapters/aws/event-bus.ts';
import { stepDeps, stepHandler } from '../lib/adapters/aws/step.ts';
import { decideCase } from '../lib/app/cases/decide-case.ts';
import { caseCommandSchema } from '../lib/contracts/step-contracts.ts';

const deps = { ...stepDeps(dynamoStore), publish: eventBus(variable('BUS_NAME')) };

/** Takes a supervisor’s answer to a case on an employee. The log names the case, never a person. */
export const handler = stepHandler({
  name: 'manage-cases',
  input: caseCommandSchema,
  run: (command) => decideCase(deps, command),
  describe: ({ caseId, action }, { result }) => ({ caseId, action, result }),
});
