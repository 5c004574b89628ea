import { EventBus } from 'aws-cdk-lib/aws-events';
import { AccountPrincipal, Effect, PolicyStatement, StarPrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { GATE_SOURCE } from '../contracts/names.ts';
import type { StepLambda } from './step-lambda.ts';
import { TRUST_DOMAINS, type TrustDomain } from './trust-domains.ts';

/** The settings of the bus. */
export interface GateBusProps {
  readonly busName: string;
  /** The accounts of each trust domain. */
  readonly producers: ReadonlyMap<TrustDomain, readonly string[]>;
}

/** The bus for events to the gate and from it, with the policy of who may publish which events. */
export class GateBus extends Construct {
  readonly bus: EventBus;

  constructor(scope: Construct, id: string, { busName, producers }: GateBusProps) {
    super(scope, id);
    this.bus = new EventBus(this, 'Bus', { eventBusName: busName });
    for (const [domain, accounts] of producers) this.#allowDomain(domain, accounts);
  }

  /** Only these steps may publish as the gate, not even administrators: a forged approval would be paid. */
  reserveSource(publishers: readonly StepLambda[]): void {
    this.bus.addToResourcePolicy(
      new PolicyStatement({
        sid: 'OnlyTheGateSpeaksAsTheGate',
        effect: Effect.DENY,
        principals: [new StarPrincipal()],
        actions: ['events:PutEvents'],
        resources: [this.bus.eventBusArn],
        conditions: {
          'ForAnyValue:StringEquals': { 'events:source': GATE_SOURCE },
          ArnNotEquals: { 'aws:PrincipalArn': publishers.map(({ role }) => role.roleArn) },
        },
      }),
    );
  }

  #allowDomain(domain: TrustDomain, accounts: readonly string[]): void {
    this.bus.addToResourcePolicy(
      new PolicyStatement({
        sid: `ProducersOf${domain.charAt(0).toUpperCase()}${domain.slice(1)}`,
        principals: accounts.map((account) => new AccountPrincipal(account)),
        actions: ['events:PutEvents'],
        resources: [this.bus.eventBusArn],
        conditions: { StringEquals: { 'events:detail-type': TRUST_DOMAINS[domain] } },
      }),
    );
  }
}
