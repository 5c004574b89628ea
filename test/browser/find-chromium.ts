import { existsSync } from 'node:fs';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The path of a Chromium on this machine; undefined if there is none. The variable CHROMIUM may name another one. */
export const CHROMIUM = [process.env['CHROMIUM'] ?? '', ...PLACES].find(
  (path) => path !== '' && existsSync(path),
);

/** The end of the names of tests that need a browser: without one it says why they are skipped. */
export const WHY_SKIPPED =
  CHROMIUM === undefined ? ' (skipped: there is no Chromium; set CHROMIUM to its path)' : '';
