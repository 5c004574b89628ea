import type { OpenCounts } from '../domain/overview/open-counts.ts';
import type { ConsoleContext, ConsoleDeps } from './console-deps.ts';

/**
 * Returns the numbers of the open reviews; undefined if there are none, or if they cannot be read, which is reported: nobody
 * is to be kept from deciding because a number cannot be shown.
 */
export async function readOpenCounts(
  context: ConsoleContext,
  { store, report }: ConsoleDeps,
): Promise<OpenCounts | undefined> {
  try {
    return await store.openCounts();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    report({ route: context.req.path, fault: error.name, message: error.message });
    return undefined;
  }
}
