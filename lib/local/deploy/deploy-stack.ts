import { deployApi } from './deploy-api.ts';
import { deployEvents } from './deploy-events.ts';
import { deployFunctions, deployQueueMappings } from './deploy-functions.ts';
import { deployMachines } from './deploy-machines.ts';
import { deployQueues, deployTopics } from './deploy-messages.ts';
import { deploySchedules } from './deploy-schedules.ts';
import { deploySecrets } from './deploy-secrets.ts';
import type { Deployment } from './deployment.ts';

/**
 * Deploys every resource of a stack; a resource that others send to comes first.
 *
 * Names and ARNs are known in advance, so the order matters only for checks and for what begins to work: rules check
 * their queues, machines check their functions, and no queue or schedule is read before everything is deployed.
 *
 * @throws UnsupportedFeatureError that names the resource and the part that is not supported here.
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
  deployApi(deployment);
  await deployMachines(deployment);
  deployQueueMappings(deployment);
  deploySchedules(deployment);
}
