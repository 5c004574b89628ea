import { type JsonObject, stringAt } from '../json.ts';
import { AwsServiceError } from '../wire/aws-service-error.ts';

/** A secret. It can be read by its `arn` or its `name`. */
export interface Secret {
  readonly arn: string;
  readonly name: string;
  readonly value: string;
}

/** Secrets Manager over HTTP: GetSecretValue. */
export class SecretsService {
  readonly #secrets = new Map<string, Secret>();

  /** Adds a secret, or replaces the one with the same ARN. */
  add(secret: Secret): void {
    this.#secrets.set(secret.arn, secret);
    this.#secrets.set(secret.name, secret);
  }

  /**
   * Runs one operation and returns its result.
   * @throws AwsServiceError as Secrets Manager would.
   */
  handle(operation: string, request: JsonObject): JsonObject {
    if (operation !== 'GetSecretValue') {
      throw new AwsServiceError('UnknownOperationException', `secretsmanager.${operation} is not embedded.`);
    }
    const secret = this.#secrets.get(stringAt(request, 'SecretId') ?? '');
    if (secret === undefined) {
      throw new AwsServiceError(
        'ResourceNotFoundException',
        "Secrets Manager can't find the specified secret.",
      );
    }
    const { arn, name, value } = secret;
    return {
      ARN: arn,
      Name: name,
      SecretString: value,
      VersionId: 'embedded',
      VersionStages: ['AWSCURRENT'],
    };
  }
}
