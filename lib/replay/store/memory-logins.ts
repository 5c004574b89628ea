import type { LoginClaim, LoginStore } from '../../app/ports.ts';

/** Returns a set of logins that nobody has claimed. */
export function memoryLogins(): LoginStore {
  const claims = new Map<string, LoginClaim>();
  return {
    loginOwner: async (login) => claims.get(login),
    claimLogin: async (login, employeeId, seenVersion) => {
      const known = claims.get(login);
      const version = seenVersion + 1;
      if ((known?.version ?? 0) === seenVersion) claims.set(login, { employeeId, version });
      else if (known?.version !== version || known.employeeId !== employeeId) return 'moved';
      return 'saved';
    },
  };
}
