import { AwsServiceError } from './aws-service-error.ts';
import { hostRefusal, ownHosts } from './own-hosts.ts';
import type { WireRequest } from './wire-message.ts';

const signature = /^AWS4-HMAC-SHA256 Credential=[^\s,]+,\s*SignedHeaders=[^\s,]+,\s*Signature=[^\s,]+$/;

/**
 * Returns why a request is refused before anything is done for it, or undefined for a client on this machine.
 *
 * Web pages in a browser on this machine can also reach the port. A page cannot set the Authorization header without a
 * preflight request, which is refused because of its Origin. A page under a name that resolves to 127.0.0.1 is refused
 * because of its Host. A signature in the query is refused because any link can carry one, and no SDK sends one to the
 * embedded services.
 *
 * The signature itself is not checked: the client chooses its own secret.
 */
export function refuseForeignRequest(
  headers: WireRequest['headers'],
  port: number,
): AwsServiceError | undefined {
  const { host = '', origin, authorization = '' } = headers;
  const refusal = hostRefusal(host, port);
  if (refusal !== undefined) return denied(refusal);
  if (origin !== undefined && !ownHosts(port).some((own) => origin.toLowerCase() === `http://${own}`)) {
    return denied(`Pages of ${origin} may not call this endpoint.`);
  }
  if (signature.test(authorization)) return undefined;
  return new AwsServiceError(
    'MissingAuthenticationTokenException',
    'The request is not signed. Send it with an AWS SDK or CLI, with any credentials, so that it carries the header ' +
      '"Authorization: AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…".',
    403,
  );
}

function denied(message: string): AwsServiceError {
  return new AwsServiceError('AccessDeniedException', message, 403);
}
