import { say } from './verb.ts';

/** The exit codes of a command that was stopped before it was done, as shells have them. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

type StopSignal = keyof typeof EXIT_CODES;

const SIGNALS: readonly StopSignal[] = ['SIGINT', 'SIGTERM'];

/** How often a command that npx runs looks whether its shell is still there, in milliseconds of real time. */
const LOOK_MS = 250;

/** Lets Ctrl-C and SIGTERM end this process with "Stopped." Returns how to take that back. */
export function exitOnStop(): () => void {
  return onStop((signal) => {
    say('Stopped.');
    process.exit(EXIT_CODES[signal]);
  });
}

/**
 * Resolves on Ctrl-C or SIGTERM. Those that follow are ignored: npm passes on what the terminal has sent to the whole
 * process group, so one Ctrl-C comes twice.
 */
export function stopRequested(): Promise<void> {
  return new Promise((resolve) => {
    onStop(() => resolve());
  });
}

function onStop(act: (signal: StopSignal) => void): () => void {
  for (const signal of SIGNALS) process.on(signal, act);
  const stopLooking = onEndOfNpx(() => act('SIGTERM'));
  return () => {
    for (const signal of SIGNALS) process.off(signal, act);
    stopLooking();
  };
}

/**
 * npx sends SIGTERM to the shell that runs the command, and that shell does not pass it on. So the shell's end counts
 * as the signal. Anything else may start a server and end without stopping it, as `nohup` in a terminal does.
 */
function onEndOfNpx(act: () => void): () => void {
  if (process.env['npm_lifecycle_event'] !== 'npx') return () => undefined;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    act();
  }, LOOK_MS);
  timer.unref();
  return () => clearInterval(timer);
}
