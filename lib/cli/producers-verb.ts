import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DEFAULT_POLICY } from '../contracts/policy-document.ts';
import { describeRegister } from '../producers/describe-register.ts';
import { isPresetName, PRESET_NAMES, PRESETS, withPreset } from '../producers/presets.ts';
import { problemsOf } from '../producers/problems.ts';
import { SAMPLE_PLACES } from '../producers/sample-places.ts';
import { readPolicy } from './read-policy.ts';
import { readRegister } from './read-register.ts';
import { mustBeFolder } from './usable-paths.ts';
import { parseArguments, say, UsageError, type Verb } from './verb.ts';

/** `refund-gate producers`. */
export const producersVerb: Verb = {
  usage: 'producers init PRESET [--dir D] | producers check FILE [--policy FILE]',
  summary: 'writes a register of producers to start from, or says what a register means',
  help: [
    'The register says which system may send what, and what to expect from it. docs/ONBOARDING.md explains every field.',
    '',
    '  init PRESET      writes producers.json and policy.json; it never overwrites a file. The presets:',
    ...PRESET_NAMES.map((name) => `                     ${name.padEnd(14)} ${PRESETS[name].summary}`),
    '  --dir D          the folder they go to; made if it is not there (default: the present one)',
    '',
    '  check FILE       prints who may say what, what each site has, and which values it cannot support. Exit code 1 if there is an error in it',
    '  --policy FILE    check against this policy instead of the one that ships with the gate',
  ],
  run: async ([action, ...rest]) => {
    if (action === 'init') return init(rest);
    if (action === 'check') return check(rest);
    throw new UsageError(`"init" or "check" is needed, got "${action ?? ''}"`);
  },
};

async function init(args: readonly string[]): Promise<number> {
  const { words, option } = parseArguments(args, { options: { dir: { type: 'string' } }, words: [1, 1] });
  const [name = ''] = words;
  if (!isPresetName(name)) {
    throw new UsageError(`"${name}" is no preset; allowed: ${PRESET_NAMES.join(', ')}`);
  }
  const dir = option('dir') ?? '.';
  const files = [
    { file: join(dir, 'producers.json'), document: PRESETS[name].register(SAMPLE_PLACES) },
    { file: join(dir, 'policy.json'), document: withPreset(DEFAULT_POLICY, name) },
  ] as const;
  await mustBeFolder(dir);
  for (const { file } of files) {
    if (existsSync(file)) throw new UsageError(`"${file}" is there already, and is not overwritten`);
  }
  for (const { file, document } of files) {
    await writeFile(file, `${JSON.stringify(document, null, 2)}\n`, { flag: 'wx' });
  }
  const [{ file: register }, { file: policy }] = files;
  say(`Wrote ${register} and ${policy}. Next, in ${register}:`);
  for (const line of TO_FILL_IN) say(`  - ${line}`);
  say(`Then: refund-gate producers check ${register} --policy ${policy}`);
  return 0;
}

/** What of a preset's register is only a sample. */
const TO_FILL_IN = [
  'replace each source by the one that your system sends, and the sample roles and accounts by yours;',
  'replace the sites, carriers and machines by yours, under the ids that your events have;',
  'take out of "always" what your shop does not send in every request, and add what it does;',
  'set each "delay" to the longest usual time from a scan to its event.',
];

async function check(args: readonly string[]): Promise<number> {
  const { words, option } = parseArguments(args, { options: { policy: { type: 'string' } }, words: [1, 1] });
  const [file = ''] = words;
  const document = await readRegister(file);
  const { policy } = await readPolicy(option('policy'), undefined);
  const problems = problemsOf(document, policy);
  const lines = [
    ...describeRegister(document, policy),
    '',
    ...problems.map(({ level, source, text }) => `${level}: ${source} ${text}`),
  ];
  process.stdout.write(`${lines.join('\n').trimEnd()}\n`);
  return problems.some(({ level }) => level === 'error') ? 1 : 0;
}
