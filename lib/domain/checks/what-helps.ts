/**
 * Why no scan of a return counts for R1 or R5. For each of these another thing helps.
 * Source: docs/MODEL.md, "Hard rules".
 */
export const WHY_NONE_COUNTS = [
  'no_scan',
  'not_scanned',
  'marker_unknown',
  'no_other_witness',
  'not_enough',
] as const;

/** Why no scan of a return counts. */
export type WhyNoneCounts = (typeof WHY_NONE_COUNTS)[number];

/** What helps, in words; null where the scans that are missing say it. `{site}` stands for the site. */
export const WHAT_HELPS: Readonly<Record<WhyNoneCounts, string | null>> = {
  no_scan: null,
  not_scanned: 'What was keyed in does not count: ask {site} to scan the goods with a scanner.',
  marker_unknown: 'Find out who marked the return: until then, no employee’s scan counts.',
  no_other_witness:
    'Ask {site} for a scan by somebody who shares no device, login or manager with the person who marked it.',
  not_enough: null,
};
