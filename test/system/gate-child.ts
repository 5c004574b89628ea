import * as z from 'zod';
import { decisionsOnce } from '../../lib/cli/decisions-once.ts';
import { startEmbeddedAws } from '../../lib/local/embedded-aws.ts';

/**
 * A gate in a process of its own, to be killed: starts from what a data folder holds, tells its endpoint, and
 * moves its clock on when told. Decisions go to stdout, as `serve` prints them.
 */
const [assemblyDir = '', dataDir = '', startAt = ''] = process.argv.slice(2);

const aws = await startEmbeddedAws({
  assemblyDir,
  dataDir,
  mailboxDir: `${dataDir}-mail`,
  startAt: new Date(startAt),
});
aws.onBusEvent(decisionsOnce((line) => process.stdout.write(`${line}\n`), `${dataDir}-published.log`));
process.send?.({ endpoint: aws.endpoint, outputs: aws.outputs });

const messageSchema = z.object({ advanceMinutes: z.int() });

process.on('message', async (message) => {
  const { advanceMinutes } = messageSchema.parse(message);
  await aws.settle();
  await aws.clock.advance(advanceMinutes * 60_000);
  await aws.settle();
  process.send?.({ advanced: advanceMinutes });
});
