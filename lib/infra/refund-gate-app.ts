import { App, type AppProps, DefaultStackSynthesizer, Validations } from 'aws-cdk-lib';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' };
import { AwsSolutionsChecks } from 'cdk-nag';
import { readSettings } from './deployment-settings.ts';
import { RefundGateStack } from './refund-gate-stack.ts';

/**
 * CDK's feature flags. They are in code and not in cdk.json, so that a synth without the command line gives the same
 * template. CDK does not merge policy statements, so that each can be compared with the table of permissions.
 */
const FEATURE_FLAGS = { ...recommendedFlags, '@aws-cdk/aws-iam:minimizePolicies': false };

/**
 * Returns the CDK app of one refund gate. Its settings are in its context. A finding of cdk-nag fails the synth.
 * @param props - The output folder and the context, which tests change.
 */
export function createRefundGateApp(props: AppProps = {}): App {
  const app = new App({
    analyticsReporting: false,
    ...props,
    context: { ...FEATURE_FLAGS, ...props.context },
  });
  const settings = readSettings((key) => app.node.tryGetContext(key));
  new RefundGateStack(app, 'RefundGate', {
    settings,
    stackName: settings.name,
    description: 'Decides whether a refund may be paid, and asks people when it may not decide alone.',
    // Without the check of the bootstrap version, which would be the template's only parameter.
    // @ts-expect-error aws-cdk-lib declares this class too loosely for exact optional types.
    synthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }),
  });
  // cdk-nag reads a deprecated property of the bus's policy. The warning would look like one about this app.
  process.env['JSII_DEPRECATED'] ??= 'quiet';
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
}
