import { expect, test } from 'vitest';
import { messageOf, nextStepOf, REASONS, type ReasonCode } from '../../../lib/domain/shared/reasons.ts';

const all = Object.entries(REASONS);

const codes = all.map(([code]) => code as ReasonCode);
const SENTENCES = /^(?:[A-Z][^.{}<>$]+\.(?: |$)){1,2}$/;

test('every reason is one or two plain sentences of its own, and so is its next step', () => {
  const messages = all.map(([, { message }]) => message);
  expect(new Set(messages).size).toBe(messages.length);
  for (const message of messages) expect(message).toMatch(SENTENCES);
  for (const code of codes) expect(nextStepOf(code) ?? 'None.').toMatch(SENTENCES);
});

test('every reason that stops a refund says what to do next, and the published text says both', () => {
  const stopping = codes.filter((code) => ['hold', 'escalate'].includes(REASONS[code].effect));
  expect(stopping.length).toBeGreaterThan(15);
  for (const code of stopping) {
    expect(nextStepOf(code), code).not.toBe(undefined);
    expect(messageOf(code)).toBe(`${REASONS[code].message} ${nextStepOf(code)}`);
  }
});

test.each([
  ['H01_WAIT_OVER', 'a claim without goods, which waited for budget', /^The evidence|Ask the site/],
  ['V05_ORDER_FACTS_DISAGREE', 'the first refund of an order', /than an earlier refund/],
  ['T01_TAKEOVER_SUSPECTED', 'a grant without goods, or one that names no employee', /return|the employee/],
  ['E10_NO_CARRIER_SCAN', 'goods that are on the shelf', /receipt/],
] as const)('the text of %s is true of %s too', (code, _where, wrong) => {
  expect(messageOf(code)).not.toMatch(wrong);
});

test('every code is a letter, a number and words, and letter and number are its own', () => {
  const heads = all.map(([code]) => /^([A-Z]\d\d)_[A-Z]+(?:_[A-Z]+)*$/.exec(code)?.[1]);
  expect(heads).not.toContain(undefined);
  expect(new Set(heads).size).toBe(heads.length);
});

test('no rule supports a refund: a rule only ever objects', () => {
  const ruled = all.filter(([, reason]) => 'rule' in reason).map(([, { effect }]) => effect);
  expect(new Set(ruled)).toStrictEqual(new Set(['hold', 'escalate']));
});
