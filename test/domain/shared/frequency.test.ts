import fc from 'fast-check';
import { expect, test } from 'vitest';
import { falseShareSentence, frequencyOf } from '../../../lib/domain/shared/frequency.ts';

test.each([
  [0, 'fewer than 1 in 100'],
  [0.0099, 'fewer than 1 in 100'],
  [0.01, '1 in 100'],
  [0.02, '1 in 50'],
  [0.17, '1 in 6'],
  [0.42, '1 in 2'],
  [0.5, '1 in 2'],
  [0.66, '2 in 3'],
  [0.9, '9 in 10'],
  [0.98, '49 in 50'],
  [0.99, '99 in 100'],
  [0.9901, 'nearly all'],
  [1, 'nearly all'],
])('a probability of %f is "%s"', (probability, words) => {
  expect(frequencyOf(probability)?.words).toBe(words);
});

test.each([Number.NaN, -0.1, 1.1, Number.POSITIVE_INFINITY])('%f is no share', (probability) => {
  expect(frequencyOf(probability)).toBe(undefined);
  expect(falseShareSentence(probability, 'claims like this')).toBe(
    'How many claims like this are false is not known.',
  );
});

test('a share in words is close to the probability, and never falls as it rises', () => {
  const shareOf = (words: string): number => {
    const [, count, of] = /^(\d+) in (\d+)$/.exec(words) ?? [];
    return words === 'nearly all' ? 1 : count === undefined ? 0 : Number(count) / Number(of);
  };
  const share = (probability: number): number => shareOf(frequencyOf(probability)?.words ?? '');
  const probabilities = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(probabilities, probabilities, (a, b) => {
      expect(share(Math.min(a, b))).toBeLessThanOrEqual(share(Math.max(a, b)));
      expect(Math.abs(share(a) - a)).toBeLessThan(0.1);
    }),
  );
});

test.each([
  [0.17, '1 in 6 claims like this is false.'],
  [0.9, '9 in 10 claims like this are false.'],
  [0.001, 'Fewer than 1 in 100 claims like this are false.'],
  [1, 'Nearly all claims like this are false.'],
])('of a probability of %f the sentence is "%s"', (probability, sentence) => {
  expect(falseShareSentence(probability, 'claims like this')).toBe(sentence);
});
