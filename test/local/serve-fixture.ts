/** A process of its own that runs an embedded AWS on a data folder until it is killed: `ASSEMBLY DATA MAIL`. */
import { startEmbeddedAws } from '../../lib/local/embedded-aws.ts';

const [assemblyDir = '', dataDir = '', mailboxDir = ''] = process.argv.slice(2);
const aws = await startEmbeddedAws({ assemblyDir, dataDir, mailboxDir });
process.stdout.write(`${aws.endpoint}\n`);
