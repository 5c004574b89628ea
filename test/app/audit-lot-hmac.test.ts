import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { auditLot } from '../../lib/app/audit-lot.ts';

test('a lot is drawn by HMAC-SHA-256, whatever the length of the key and the id', () => {
  const key = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ minLength: 60, maxLength: 70 }));
  fc.assert(
    fc.property(key, fc.string({ unit: 'binary' }), (secret, id) => {
      const drawn = createHmac('sha256', secret).update(id).digest().readUIntBE(0, 6) % 1_000_000;
      expect(auditLot(secret, id)).toBe(drawn);
    }),
  );
});
