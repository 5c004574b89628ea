import { deployEvents } from './deploy-events.ts';
import { deployFunctions, deployQueueMappings } from './deploy-functions.ts';
import { deployMachines } from './deploy-machines.ts';
import { deployQueues, deployTopics } from './deploy-messages.ts';
import { deploySchedules } from './deploy-schedules.ts';
import { deploySecrets } from './deploy-secrets.ts';
import type { Deployment } from './deployment.ts';

/**
 * Brings up every resource of a stack, those first that others send to.
 *
 * Names and ARNs are known before anything is there, so the order matters only for what is checked or begins to work:
 * rules check their queues, machines their functions, and nothing is read before all of it stands.
 *
 * @throws UnsupportedFeatureError naming the resource and what of it is not run here.
 */
export async function deployStack(deployment: Deployment): Promise<void> {
  for (const table of deployment.stack.resources('AWS::DynamoDB::Table')) {
    await deployment.services.dynamodb.ensureTable(table.name, table.properties);
  }
  deploySecrets(deployment);
  deployQueues(deployment);
  deployTopics(deployment);
  deployEvents(deployment);
  deployFunctions(deployment);
  await deployMachines(deployment);
  deployQueueMappings(deployment);
  deploySchedules(deployment);
}
