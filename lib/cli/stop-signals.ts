import { say } from './verb.ts';

/** The exit codes of a command that was stopped before it was done, as in shells. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

type StopSignal = keyof typeof EXIT_CODES;

const SIGNALS: readonly StopSignal[] = ['SIGINT', 'SIGTERM'];

/** How often a command that npx runs checks that its shell still runs, in milliseconds of real time. */
const LOOK_MS = 250;

/** Makes Ctrl-C and SIGTERM end this process with "Stopped." Returns a function that undoes this. */
export function exitOnStop(): () => void {
  return onStop((signal) => {
    say('Stopped.');
    process.exit(EXIT_CODES[signal]);
  });
}

/**
 * Resolves on the first Ctrl-C or SIGTERM; later ones are ignored. One Ctrl-C comes twice: the terminal sends it to the
 * whole process group, and npm passes it on as well.
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
 * Calls `act` when npx has ended. npx sends SIGTERM to the shell that runs the command, and that shell does not pass it
 * on. So the end of the shell counts as the signal. Other parents, such as a terminal with `nohup`, may start a server
 * and end without stopping it.
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
