import { describe, expect, test } from 'vitest';
import { DEFAULT_POLICY } from '../../../lib/contracts/policy-document.ts';
import { type SearchedGate, THE_GATE } from '../../../lib/lab/collusion/gate.ts';
import { proveCollusion } from '../../../lib/lab/collusion/prove.ts';

describe('a second claim of goods', () => {
  const passing = (gate: SearchedGate) => {
    const { holds, secondClaims } = proveCollusion({ gate, policy: DEFAULT_POLICY, acts: [] });
    const open = secondClaims.filter(({ line, stoppedBy }) => line === 'same' && stoppedBy.length === 0);
    return { holds, open: open.map(({ first, claim }) => `${claim} after ${first}`) };
  };

  test('is stopped, whatever it claims', () => {
    expect(passing(THE_GATE)).toStrictEqual({ holds: true, open: [] });
  });

  test('is found if the order forgets what was denied', () => {
    const gate: SearchedGate = {
      ...THE_GATE,
      judgeValue: (request, { order, ...facts }, ...rest) =>
        THE_GATE.judgeValue(request, { ...facts, order: { ...order, deniedLines: [] } }, ...rest),
    };
    const claims = ['returned', 'not_received', 'damaged', 'returnless'];
    expect(passing(gate)).toStrictEqual({
      holds: false,
      open: claims.map((claim) => `${claim} after denied`),
    });
  });

  test('is found if the order compares refunds of one claim only', () => {
    const gate: SearchedGate = {
      ...THE_GATE,
      judgeValue: (request, facts, ...rest) => {
        const claim = { fits: true, order: facts.order, changed: false } as const;
        return THE_GATE.judgeValue(
          request,
          request.claim === 'returned' ? facts : { ...facts, claim },
          ...rest,
        );
      },
    };
    expect(passing(gate).open).toStrictEqual([
      'not_received after approved',
      'damaged after approved',
      'returnless after approved',
    ]);
  });

  test('under another line id passes: the gate does not know the lines of an order', () => {
    const { secondClaims } = proveCollusion({ gate: THE_GATE, policy: DEFAULT_POLICY, acts: [] });
    const other = secondClaims.filter(({ line }) => line === 'other');
    expect(other.map(({ stoppedBy }) => stoppedBy)).toStrictEqual(Array.from({ length: 8 }, () => []));
  });
});
