import { expect, test } from 'vitest';
import { resourceNames } from '../../lib/contracts/names.ts';
import { REVIEW_SLA_SECONDS, STEPS } from '../../lib/contracts/steps.ts';

test('the parts of one refund gate are named after it, and no two queues, machines or functions alike', () => {
  const names = resourceNames('shop-eu');
  const lambdas = Object.keys(STEPS).map(names.lambda);
  const parts = [names.topic, names.intakeQueue, names.gateMachine, names.reviewMachine];
  expect(new Set(parts).size).toBe(parts.length);
  expect(new Set(lambdas).size).toBe(lambdas.length);
  for (const part of [...parts, ...lambdas, names.bus, names.table]) expect(part).toMatch(/^shop-eu(?:-|$)/);
});

test('the longest name still fits a Lambda function, which has 64 characters at most', () => {
  const { lambda } = resourceNames('x'.repeat(24));
  for (const step of Object.keys(STEPS)) expect(lambda(step).length).toBeLessThanOrEqual(64);
});

test.each(['', 'Shop', 'shop_eu', 'x'.repeat(25), 'shop eu', 'shop\n'])('%j is no name', (name) => {
  expect(() => resourceNames(name)).toThrow(RangeError);
});

test('a step never outlives the five minutes of the workflow, nor a review its day', () => {
  for (const { timeoutSeconds } of Object.values(STEPS)) {
    expect(timeoutSeconds).toBeGreaterThan(0);
    expect(timeoutSeconds).toBeLessThanOrEqual(300);
  }
  expect(REVIEW_SLA_SECONDS).toBe(86_400);
});
