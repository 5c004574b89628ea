import { expect, it } from 'vitest';
import type { Store } from '../../lib/app/ports.ts';
import { HOSTILE_IDS } from './samples.ts';

/** Describes what a store does with the claims on logins. */
export function describeLogins(store: () => Store): void {
  it('keeps who claimed a login last, and how often it was claimed', async () => {
    expect(await store().loginOwner('ana@example.com')).toBeUndefined();
    expect(await store().claimLogin('ana@example.com', 'emp_1', 0)).toBe('saved');
    expect(await store().loginOwner('ana@example.com')).toStrictEqual({ employeeId: 'emp_1', version: 1 });
    expect(await store().claimLogin('ana@example.com', 'emp_2', 1)).toBe('saved');
    expect(await store().loginOwner('ana@example.com')).toStrictEqual({ employeeId: 'emp_2', version: 2 });
  });

  it('refuses a claim that saw an older version, and takes a repeat for the same claim', async () => {
    await store().claimLogin('ana@example.com', 'emp_1', 0);
    expect(await store().claimLogin('ana@example.com', 'emp_1', 0)).toBe('saved');
    expect(await store().claimLogin('ana@example.com', 'emp_2', 0)).toBe('moved');
    expect(await store().claimLogin('ana@example.com', 'emp_2', 1)).toBe('saved');
    expect(await store().claimLogin('ana@example.com', 'emp_1', 0)).toBe('moved');
    expect(await store().claimLogin('ana@example.com', 'emp_1', 1)).toBe('moved');
    expect(await store().claimLogin('ana@example.com', 'emp_1', 4)).toBe('moved');
    expect(await store().claimLogin('ben@example.com', 'emp_1', 1)).toBe('moved');
    expect(await store().loginOwner('ana@example.com')).toStrictEqual({ employeeId: 'emp_2', version: 2 });
    expect(await store().loginOwner('ben@example.com')).toBeUndefined();
  });

  it('lets one of two claims at once through', async () => {
    const claims = ['emp_1', 'emp_2'].map((id) => store().claimLogin('ana@example.com', id, 0));
    expect((await Promise.all(claims)).toSorted()).toStrictEqual(['moved', 'saved']);
  });

  it('keeps hostile logins and logins in other cases apart', async () => {
    const logins = [...HOSTILE_IDS, 'Ana', 'ana', 'ana#OWNER', '*', 'x'.repeat(256)];
    for (const login of logins) expect(await store().claimLogin(login, `of ${login}`, 0)).toBe('saved');
    for (const login of logins) {
      expect(await store().loginOwner(login)).toStrictEqual({ employeeId: `of ${login}`, version: 1 });
    }
  });
}
