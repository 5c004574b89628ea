import { App, type AppProps, DefaultStackSynthesizer, Validations } from 'aws-cdk-lib';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' };
import { AwsSolutionsChecks } from 'cdk-nag';
import { type DeployedProducers, TRIAL } from '../contracts/deployed-producers.ts';
import { accountsOf } from '../contracts/register-document.ts';
import { readSettings } from './deployment-settings.ts';
import { RefundGateStack } from './refund-gate-stack.ts';

/**
 * CDK's feature flags. They are in code and not in cdk.json, so that a synth without the command line gives the same
 * template. CDK does not merge policy statements, so that each can be compared with the table of permissions.
 */
const FEATURE_FLAGS = { ...recommendedFlags, '@aws-cdk/aws-iam:minimizePolicies': false };

/**
 * The account of the embedded AWS, which nobody has on AWS. A stack for this machine is bound to it: without a register
 * everybody is believed in it, whatever the value. So `cdk deploy` refuses it for any credentials, also from a folder that a
 * gate on this machine left behind.
 */
const ACCOUNT_OF_NOBODY = '000000000000';

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
    ...(isForThisMachine(settings.producers) ? { env: { account: ACCOUNT_OF_NOBODY } } : {}),
    stackName: settings.name,
    description: 'Decides whether a refund may be paid, and asks people when it may not decide alone.',
    // Without the check of the bootstrap version, which would be the template's only parameter.
    // @ts-expect-error aws-cdk-lib declares this class too loosely for exact optional types.
    synthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }),
  });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
}

function isForThisMachine(producers: DeployedProducers): boolean {
  if (typeof producers === 'string') return producers === TRIAL;
  return Object.values(accountsOf(producers)).flat().includes(ACCOUNT_OF_NOBODY);
}
