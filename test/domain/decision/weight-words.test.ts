import { describe, expect, it } from 'vitest';
import type { WeightSource } from '../../../lib/domain/decision/fraud-probability.ts';
import { weightSentence } from '../../../lib/domain/decision/weight-words.ts';
import { KIND_WORDS } from '../../../lib/domain/evidence/evidence-words.ts';
import { EVIDENCE_KINDS } from '../../../lib/domain/evidence/fact.ts';
import { EVIDENCE_ITEMS } from '../../../lib/domain/evidence/likelihood.ts';

const SOURCES: readonly WeightSource[] = [
  'base_rate',
  'employee_history',
  'linked_history',
  'session',
  'broken_rule',
  'condition_pass_by_marker',
  ...EVIDENCE_ITEMS,
];

describe('a weight of evidence in words', () => {
  it.each(SOURCES)('is one plain sentence without a number of decibans: %s', (source) => {
    for (const present of [true, false]) {
      for (const db of [-12.1, 12.1]) {
        const sentence = weightSentence({ source, present, db });
        expect(sentence).toMatch(/^[A-Z0-9][^.<>$_]+\.$/);
        expect(sentence).not.toMatch(/12\.1|dB/);
      }
    }
  });

  it.each([
    ['outbound_delivered', false, -12.1, 'No delivery is on record, which supports the customer.'],
    ['dock', true, -2, 'A dock scan by a fixed device shows the parcel.'],
    [
      'dock',
      true,
      2,
      'A dock scan by a fixed device shows the parcel, which is more usual with false claims.',
    ],
    [
      'put_away',
      false,
      12,
      'No put-away scan by somebody other than the marker shows the goods, which counts against the refund.',
    ],
    ['weight_mismatch', true, 3, 'The parcel does not weigh what the goods weigh.'],
    [
      'weight_mismatch',
      true,
      -3,
      'The parcel does not weigh what the goods weigh, which is more usual with true claims.',
    ],
    [
      'base_rate',
      true,
      -10 * Math.log10(14),
      'Before any evidence: 1 in 15 claims of this kind and value is false.',
    ],
  ] as const)('of %s, there: %s, of %f dB, is "%s"', (source, present, db, sentence) => {
    expect(weightSentence({ source, present, db })).toBe(sentence);
  });
});

describe('a kind of evidence in words', () => {
  it.each(EVIDENCE_KINDS)('has a title, a sentence while it is awaited, and a step in words: %s', (kind) => {
    const { title, awaited, ...more } = KIND_WORDS[kind];
    expect(title).toMatch(/^[A-Z][^.<>$_]+$/);
    expect(awaited).toMatch(/^[A-Z][^.<>$_]+\.$/);
    expect('ask' in more ? more.ask : 'Ask nobody.').toMatch(/^Ask (?:[^.<>$_{}]|\{site\})+\.$/);
  });
});
