import { Stack } from 'aws-cdk-lib';
import { CfnEventBus, EventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import type { DeployedProducers } from '../contracts/deployed-producers.ts';
import { busPolicy, measureBusPolicy } from './bus-policy.ts';
import type { StepLambda } from './step-lambda.ts';

/** Who may speak on the bus. */
export interface BusSpeakers {
  readonly producers: DeployedProducers;
  /** The steps that publish in the gate's name. */
  readonly publishers: readonly StepLambda[];
}

/** The bus for events to the gate and from it, with the policy of who may publish which events. */
export class GateBus extends Construct {
  readonly bus: EventBus;
  /** Made from its name: the bus has its policy in itself, and the policy names the bus and the roles that name the bus. */
  readonly busArn: string;
  readonly #name: string;

  constructor(scope: Construct, id: string, { busName }: { readonly busName: string }) {
    super(scope, id);
    this.#name = busName;
    this.bus = new EventBus(this, 'Bus', { eventBusName: busName });
    this.busArn = Stack.of(this).formatArn({
      service: 'events',
      resource: 'event-bus',
      resourceName: busName,
    });
  }

  /**
   * Sets the policy of the bus.
   * @throws BusPolicyTooLongError when AWS would not take it.
   */
  restrictTo({ producers, publishers }: BusSpeakers): void {
    const { defaultChild } = this.bus.node;
    if (!(defaultChild instanceof CfnEventBus)) throw new TypeError('CDK made no resource for the bus.');
    const roles = publishers.map(({ role }) => role.roleArn);
    const { partition, account } = Stack.of(this);
    const props = { producers, partition, account, busArn: this.busArn, publishers: roles };
    measureBusPolicy(props, this.#name);
    defaultChild.policy = busPolicy(props);
  }
}
