import { createHash } from 'node:crypto';
import { Stack } from 'aws-cdk-lib';
import { Code, type CodeConfig } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

/** Shown to the person who tries to deploy such an assembly. */
const REFUSAL =
  'These Lambdas were not bundled, so they cannot be deployed: "cdk bootstrap" and other commands that need no Lambdas leave ' +
  'such a cdk.out behind. Deploy from the source, by "cdk deploy" without "--app cdk.out", or run "cdk synth" again.';

/**
 * The code of a Lambda in a synth that bundles nothing. CDK would use the source instead: its deployment would succeed,
 * but the Lambda could not run. This asset fails when it is prepared for upload, before anything is deployed.
 */
export class UnbundledCode extends Code {
  readonly isInline = false;

  override bind(scope: Construct): CodeConfig {
    const { bucketName, objectKey } = Stack.of(scope).synthesizer.addFileAsset({
      executable: ['node', '-e', `console.error(${JSON.stringify(REFUSAL)}); process.exit(1)`],
      sourceHash: createHash('sha256').update(REFUSAL).digest('hex'),
      displayName: 'Lambdas that were not bundled',
    });
    return { s3Location: { bucketName, objectKey } };
  }
}
