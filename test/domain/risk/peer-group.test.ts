import { describe, expect, it } from 'vitest';
import type { HistoryEntry } from '../../../lib/domain/history/history.ts';
import { EMPTY_PROFILE, type Profile } from '../../../lib/domain/history/subject-history.ts';
import { totalsOf } from '../../../lib/domain/history/weekly-totals.ts';
import { peerGroupOf } from '../../../lib/domain/risk/peer-group.ts';
import { anEntry, aRecord } from '../../builders.ts';

const entries = (claims: readonly HistoryEntry['claim'][]) =>
  claims.map((claim, index) => anEntry({ claim, refundId: `re_${index}` }));

const open = (claims: readonly HistoryEntry['claim'][]) => [
  { day: '2026-11-22', valueMinor: 0, unsupportedMinor: 0, entries: entries(claims) },
];

const rolledUp = (claims: readonly HistoryEntry['claim'][]): Profile => ({
  ...EMPTY_PROFILE,
  weeks: [{ week: 2900, totals: totalsOf(entries(claims)), unsupportedMinor: 0 }],
});

describe('the peers of an employee', () => {
  it('are those the directory says, whatever the person does', () => {
    const record = aRecord({ role: 'supervisor' });
    const profile = { ...EMPTY_PROFILE, employee: record };
    expect(peerGroupOf({ profile, days: open(['returnless']) })).toMatchObject({
      role: 'supervisor',
      country: 'DE',
      siteId: 'site_3',
    });
  });

  it.each([
    ['nothing yet', [], [], 'clerk'],
    ['returns', [], ['returned'], 'clerk'],
    ['half claims without goods', ['not_received'], ['returned'], 'clerk'],
    ['mostly claims without goods', ['not_received', 'returnless'], ['returned'], 'agent'],
    ['mostly returns', ['returned', 'returned'], ['damaged'], 'clerk'],
  ] as const)('are told by the work of one it never told of: %s', (_name, past, today, role) => {
    expect(peerGroupOf({ profile: rolledUp(past), days: open(today) })).toStrictEqual({
      role,
      country: 'unknown',
      siteId: 'unknown',
    });
  });
});
