import { App, type AppProps, DefaultStackSynthesizer, Validations } from 'aws-cdk-lib';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' };
import { AwsSolutionsChecks } from 'cdk-nag';
import { readSettings } from './deployment-settings.ts';
import { RefundGateStack } from './refund-gate-stack.ts';

/**
 * CDK's feature flags, in code rather than in cdk.json so that a synth without the command line gives the same template.
 * Policies are left as written: one statement for each row of the table of permissions can be read back.
 */
const FEATURE_FLAGS = { ...recommendedFlags, '@aws-cdk/aws-iam:minimizePolicies': false };

/**
 * Returns the CDK app of one refund gate, set up by its context and checked by cdk-nag: a finding fails the synth.
 * @param props - What tests change: the folder it writes to and the context.
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
    // Without its check of the bootstrap's version, the only parameter that the template would have.
    // @ts-expect-error aws-cdk-lib declares this class too loosely for exact optional types.
    synthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }),
  });
  // cdk-nag reads a deprecated property of the bus's policy; the warning would be taken for one about this app.
  process.env['JSII_DEPRECATED'] ??= 'quiet';
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
}
