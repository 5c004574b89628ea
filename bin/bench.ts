import { bench } from '../lib/cli/bench.ts';

process.exitCode = await bench();
