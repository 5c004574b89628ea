import {
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import type { EndReview, StartGate } from '../../app/ports.ts';

/** Returns a port that starts the gate machine for a refund. */
export function gateStarter(gateMachineArn: string, client = new SFNClient()): StartGate {
  return async (refundId) => {
    await client.send(
      new StartExecutionCommand({ stateMachineArn: gateMachineArn, input: JSON.stringify({ refundId }) }),
    );
  };
}

/** Returns a port that ends the wait of a review. If the workflow no longer waits, the sweeper handles the refund. */
export function reviewEnder(client = new SFNClient()): EndReview {
  return async (taskToken) => {
    try {
      await client.send(new SendTaskSuccessCommand({ taskToken, output: '{}' }));
      return true;
    } catch (error) {
      if (error instanceof TaskDoesNotExist || error instanceof TaskTimedOut) return false;
      throw error;
    }
  };
}
