import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { stepHandler } from '../../lib/adapters/aws/step.ts';

class NoRoomError extends Error {
  override readonly name = 'NoRoomError';
}

const handler = stepHandler({
  name: 'probe',
  input: z.object({ refundId: z.string(), fails: z.boolean() }),
  run: async ({ refundId, fails }) => {
    if (fails) throw new NoRoomError('no room');
    return { refundId };
  },
  describe: ({ refundId }) => ({ refundId, outcome: 'hold' }),
});

const context = Object.create(null);

describe('a step', () => {
  let log = vi.spyOn(console, 'log');
  let error = vi.spyOn(console, 'error');

  beforeEach(() => {
    log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    error = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  });

  afterEach(() => vi.restoreAllMocks());

  it('logs its outcome as an object, of which Lambda makes fields', async () => {
    await handler({ refundId: 're_1', fails: false }, context);
    expect(log.mock.calls).toStrictEqual([
      [{ step: 'probe', ms: expect.any(Number), refundId: 're_1', outcome: 'hold' }],
    ]);
    expect(error).not.toHaveBeenCalled();
  });

  it('logs a fault as an error, and throws it on', async () => {
    await expect(handler({ refundId: 're_1', fails: true }, context)).rejects.toThrow(NoRoomError);
    const fields = { step: 'probe', refundId: 're_1', ms: expect.any(Number) };
    expect(error.mock.calls).toStrictEqual([[{ ...fields, fault: 'NoRoomError', message: 'no room' }]]);
    expect(log).not.toHaveBeenCalled();
  });
});
