import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

/** Where the running gates of a folder are noted. Each process has its own file, so two never write to the same one. */
const FOLDER = join('.refund-gate', 'running');

/** A note of a running gate. Only this machine is allowed as host, so no note can send a verb to another one. */
const noteSchema = z.object({
  endpoint: z.string().regex(/^http:\/\/127\.0\.0\.1:\d{1,5}$/),
  pid: z.int().positive(),
});

/** Notes that this process runs a gate for the current folder. Returns a function that removes the note. */
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

/** Returns the endpoint of a note, or undefined when its process has ended or the note cannot be read. */
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
    // EPERM: the process runs, but belongs to another user and may not be signalled.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
