import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';

/**
 * Returns the secret with the key that draws the audit sample. AWS makes the key, and no person needs to see it.
 *
 * The secret is kept when the stack is deleted, so that the months drawn with it can still be checked. It has no fixed
 * name, so a kept secret does not block the next deployment.
 */
export function createAuditKey(scope: Construct, id: string): Secret {
  const secret = new Secret(scope, id, {
    description: 'Draws the audit sample: with this key one can tell which refunds people will see.',
    // A change here makes AWS generate another key, and from then on other refunds are drawn.
    generateSecretString: { passwordLength: 64, excludePunctuation: true },
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  });
  Validations.of(secret).acknowledge({
    id: 'AwsSolutions-SMG4',
    reason: 'Each rotation would draw other refunds, and nobody could check a month by one key.',
  });
  return secret;
}
