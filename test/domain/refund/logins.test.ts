import { describe, expect, test } from 'vitest';
import {
  canonicalLogin,
  givenTo,
  isListed,
  loginOfCaller,
  loginOfClaim,
} from '../../../lib/domain/refund/logins.ts';
import { aRecord } from '../../builders.ts';

const IAM = 'arn:aws:iam::123456789012:';
const STS = 'arn:aws:sts::123456789012:';
const ANALYST = `${STS}assumed-role/AWSReservedSSO_Analyst_0123456789abcdef`;

describe('the login of an AWS caller', () => {
  test.each([
    ['an IAM user', `${IAM}user/alice`, `${IAM}user/alice`],
    ['an IAM user with a path', `${IAM}user/eu/returns/Alice.O+1`, `${IAM}user/eu/returns/Alice.O+1`],
    ['Identity Center', `${ANALYST}/alice@example.com`, `${ANALYST}/alice@example.com`],
    ['another role', `${STS}assumed-role/Deploy/alice@example.com`, `${STS}assumed-role/Deploy`],
    [
      'a role named nearly so',
      `${STS}assumed-role/awsreservedsso_A_0/al`,
      `${STS}assumed-role/awsreservedsso_A_0`,
    ],
    [
      'a role named so at its end',
      `${STS}assumed-role/x-AWSReservedSSO_A/al`,
      `${STS}assumed-role/x-AWSReservedSSO_A`,
    ],
    ['a user named like a role', `${IAM}user/AWSReservedSSO_A/al`, `${IAM}user/AWSReservedSSO_A/al`],
  ])('of %s', (_, arn, login) => {
    expect(loginOfCaller(arn)).toBe(login);
    for (const partition of ['aws-cn', 'aws-us-gov']) {
      const there = (text: string) => text.replace('arn:aws:', `arn:${partition}:`);
      expect(loginOfCaller(there(arn))).toBe(there(login));
    }
  });

  test.each([
    `${IAM}root`,
    `${IAM}role/Deploy`,
    `${IAM}group/all`,
    `${STS}federated-user/alice`,
    `${STS}assumed-role/Deploy`,
    `${STS}assumed-role/Deploy/`,
    `${STS}assumed-role/Deploy/a/b`,
    `${STS}assumed-role//alice`,
    `${STS}user/alice`,
    `${IAM}assumed-role/Deploy/alice`,
    `${IAM}user/`,
    `${IAM}user/eu/`,
    `${IAM}user/a b`,
    'arn:aws:iam::12345678901:user/alice',
    'arn:aws:iam::1234567890123:user/alice',
    'arn:aws:iam:eu-west-1:123456789012:user/alice',
    'arn:aws-other:iam::123456789012:user/alice',
    'ARN:aws:iam::123456789012:user/alice',
    ` ${IAM}user/alice`,
    `${IAM}user/alice\n`,
    `${IAM}user/аlice`,
    `${IAM}user/${'x'.repeat(257)}`,
    'AIDACKCEVSQ6C2EXAMPLE',
    'alice@example.com',
    '*',
    '',
  ])('is none for %j', (arn) => {
    expect(loginOfCaller(arn)).toBeUndefined();
  });
});

describe('the login of a claim', () => {
  test.each([
    ['alice@example.com', 'alice@example.com'],
    ['Alice@Example.COM', 'alice@example.com'],
    ['auth0|5F7c', 'auth0|5f7c'],
    ['x'.repeat(256), 'x'.repeat(256)],
  ])('%s is %s', (claim, login) => {
    expect(loginOfClaim(claim)).toBe(login);
    expect(canonicalLogin(claim)).toBe(login);
  });

  test.each([
    ['a Cyrillic letter', 'аlice@example.com'],
    ['the Kelvin sign, whose lower case is a plain k', '\u212aim@example.com'],
    ['a dotted capital I, whose lower case begins with a plain i', '\u0130da@example.com'],
    ['a full-width letter', 'ａlice@example.com'],
    ['an accent', 'alice\u0301@example.com'],
    ['something invisible', 'alice\u200b@example.com'],
    ['a space', 'alice @example.com'],
    ['a line break', 'alice@example.com\n'],
    ['nothing', ''],
    ['too much', 'x'.repeat(257)],
  ])('is none with %s', (_, claim) => {
    expect(loginOfClaim(claim)).toBeUndefined();
    expect(canonicalLogin(claim)).toBeUndefined();
  });

  test.each([`${IAM}user/alice`, `ARN:AWS:IAM::123456789012:USER/ALICE`, `${ANALYST}/alice`, 'arn:'])(
    'is none if it looks like an ARN: %s',
    (claim) => {
      expect(loginOfClaim(claim)).toBeUndefined();
    },
  );
});

describe('a login that the directory lists', () => {
  test.each([`${IAM}user/Alice`, `${ANALYST}/Alice@example.com`, `${STS}assumed-role/Deploy`])(
    'is kept exactly if a caller can have it: %s',
    (login) => {
      expect(canonicalLogin(login)).toBe(login);
    },
  );

  test.each([
    ANALYST,
    `${STS}assumed-role/Deploy/alice`,
    `${STS}assumed-role/`,
    `${IAM}role/Deploy`,
    `${IAM}root`,
    `${STS}federated-user/alice`,
    'ARN:aws:iam::123456789012:user/alice',
    'arn:aws:iam::123456789012:user/*',
    'Arn:anything',
  ])('is none if no caller can: %s', (login) => {
    expect(canonicalLogin(login)).toBeUndefined();
  });

  test('counts in the version of its claim only', () => {
    const given = { by: 'hr_1', at: '2026-11-22T10:00:00.000Z' };
    const logins = { at: given.at, listed: [{ login: 'ana', claim: 2, ...given }] };
    const claims = [1, 2, 3].map((claim) => isListed(logins, { login: 'ana', claim }));
    expect(claims).toStrictEqual([false, true, false]);
    expect(isListed(logins, { login: 'Ana', claim: 2 })).toBe(false);
    expect(isListed(undefined, { login: 'ana', claim: 2 })).toBe(false);
    expect(givenTo(aRecord({ logins })).map(({ by }) => by)).toStrictEqual(['hr_1', 'hr_1']);
  });
});
