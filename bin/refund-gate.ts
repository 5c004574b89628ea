#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

// Compiled code is kept with the system's temporary files from run to run: a start then takes half the time.
enableCompileCache();

const { main } = await import('../lib/cli/main.ts');

process.exitCode = await main(process.argv.slice(2));
