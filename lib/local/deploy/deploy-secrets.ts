import { isJsonObject, stringAt } from '../json.ts';
import { UnsupportedFeatureError } from '../unsupported-feature-error.ts';
import type { Deployment } from './deployment.ts';

/** Deploys the secrets. A secret that AWS would generate gets the value this embedded AWS was started with. */
export function deploySecrets({ stack, services: { generatedSecret, secrets } }: Deployment): void {
  for (const { logicalId, name, ref: arn, properties } of stack.resources('AWS::SecretsManager::Secret')) {
    const { GenerateSecretString: generated } = properties;
    if (isJsonObject(generated) && 'SecretStringTemplate' in generated) {
      throw new UnsupportedFeatureError(
        logicalId,
        'a SecretStringTemplate',
        'a generated secret is plain text',
      );
    }
    secrets.add({ arn, name, value: stringAt(properties, 'SecretString') ?? generatedSecret });
  }
}
