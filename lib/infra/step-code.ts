import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { StepId } from '../contracts/steps.ts';
import { bundleSteps, type DeployedRules, LAMBDA_FOLDER } from './bundle.ts';

/** The name of the file that holds a step's code. */
export const CODE_FILE = 'index.mjs';

/**
 * Returns a function that returns the code of a step, for one synth. The first call bundles all steps together.
 * @param rules - What the steps judge by.
 */
export function createStepCode(rules: DeployedRules): (step: StepId) => Code {
  let bundles: ReadonlyMap<string, Uint8Array> | undefined;
  const bundleOf = (step: StepId): Uint8Array => {
    bundles ??= bundleSteps(rules);
    const bundle = bundles.get(step);
    if (bundle === undefined) throw new Error(`esbuild wrote no bundle for step "${step}".`);
    return bundle;
  };
  return (step) =>
    Code.fromAsset(LAMBDA_FOLDER, {
      assetHashType: AssetHashType.OUTPUT,
      bundling: {
        // Required by the type. It is never pulled, because the local bundler always succeeds.
        image: DockerImage.fromRegistry('unused'),
        // Never run. It makes the options differ: CDK treats assets of one folder with equal options as the same asset.
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
