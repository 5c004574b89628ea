import type { JsonObject } from '../json.ts';
import { localAccount } from '../local-account.ts';

/** A signature for `execute-api`. The access key id may be any name that an IAM user may have. */
const signature =
  /^AWS4-HMAC-SHA256 Credential=([\w+=.@-]{1,128})\/\d{8}\/[\w-]+\/execute-api\/aws4_request,\s*SignedHeaders=[^\s,]+,\s*Signature=[^\s,]+$/;

/**
 * Returns who signed a request, as `requestContext.authorizer.iam` has it, or undefined if it is not signed for this
 * service.
 *
 * As at the other services, the signature is not checked: the user is named after the access key id, which the client
 * chooses. A signature in the query does not count, because any link can carry one.
 */
export function iamCaller(authorization: string | undefined): JsonObject | undefined {
  const [, accessKey] = signature.exec(authorization ?? '') ?? [];
  if (accessKey === undefined) return undefined;
  const { accountId, partition } = localAccount;
  return {
    accessKey,
    accountId,
    callerId: accessKey,
    cognitoIdentity: null,
    principalOrgId: null,
    userArn: `arn:${partition}:iam::${accountId}:user/${accessKey}`,
    userId: accessKey,
  };
}
