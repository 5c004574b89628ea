import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { DeployedPolicyDocuments } from '../contracts/policy-document.ts';
import type { StepId } from '../contracts/steps.ts';
import { bundleSteps, LAMBDA_FOLDER } from './bundle.ts';

/** The name of the file a step's code is in. */
export const CODE_FILE = 'index.mjs';

/**
 * Returns the code of each step for one synth. The steps are bundled together when the first is asked for.
 * @param policies - What the steps judge by.
 */
export function createStepCode(policies: DeployedPolicyDocuments): (step: StepId) => Code {
  let bundles: ReadonlyMap<string, Uint8Array> | undefined;
  const bundleOf = (step: StepId): Uint8Array => {
    bundles ??= bundleSteps(policies);
    const bundle = bundles.get(step);
    if (bundle === undefined) throw new Error(`esbuild wrote no bundle for step "${step}".`);
    return bundle;
  };
  return (step) =>
    Code.fromAsset(LAMBDA_FOLDER, {
      assetHashType: AssetHashType.OUTPUT,
      bundling: {
        // Required by the type; never pulled, since the local bundler always answers.
        image: DockerImage.fromRegistry('unused'),
        // Never run either: assets of one folder whose options are equal would be taken for the same one.
        command: [step],
        local: {
          tryBundle: (folder) => {
            writeFileSync(join(folder, CODE_FILE), bundleOf(step));
            return true;
          },
        },
      },
    });
}
