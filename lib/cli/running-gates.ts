import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

/** Where the gates of a folder are noted, one file a process: two of them never write to the same file. */
const FOLDER = join('.refund-gate', 'running');

/** A note of a gate. It never names another host: whatever is written here, no verb leaves this machine by it. */
const noteSchema = z.object({
  endpoint: z.string().regex(/^http:\/\/127\.0\.0\.1:\d{1,5}$/),
  pid: z.int().positive(),
});

/** Notes that this process runs a gate for the current folder. Returns how to take the note back. */
export function noteRunning(endpoint: string): () => void {
  mkdirSync(FOLDER, { recursive: true });
  for (const file of noteFiles()) if (readNote(file) === undefined) rmSync(file, { force: true });
  const own = join(FOLDER, `${process.pid}.json`);
  writeFileSync(own, JSON.stringify({ endpoint, pid: process.pid }));
  return () => rmSync(own, { force: true });
}

/** Returns the endpoints of all gates that run for the current folder. */
export function runningGates(): readonly string[] {
  const endpoints = noteFiles().flatMap((file) => readNote(file) ?? []);
  return [...new Set(endpoints)].toSorted();
}

function noteFiles(): readonly string[] {
  try {
    return readdirSync(FOLDER).map((name) => join(FOLDER, name));
  } catch {
    return [];
  }
}

/** Returns the endpoint of a note, or nothing when its process has ended or it cannot be read. */
function readNote(file: string): string | undefined {
  try {
    const { endpoint, pid } = noteSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    return isRunning(pid) ? endpoint : undefined;
  } catch {
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // The process of another user is there, but may not be sent a signal.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
