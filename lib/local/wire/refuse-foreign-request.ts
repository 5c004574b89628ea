import { AwsServiceError } from './aws-service-error.ts';
import type { WireRequest } from './wire-message.ts';

/** The names of this machine's loopback interface in a Host header. */
const ownNames = ['127.0.0.1', 'localhost', '[::1]'];
const signature = /^AWS4-HMAC-SHA256 Credential=[^\s,]+,\s*SignedHeaders=[^\s,]+,\s*Signature=[^\s,]+$/;

/**
 * Returns why a request is refused before anything is done for it, or undefined for a client on this machine.
 *
 * Web pages in a browser on this machine can also reach the port. A page cannot set the Authorization header without a
 * preflight request, which is refused because of its Origin. An attacker's host name that resolves to 127.0.0.1 makes
 * the page same-origin, but the browser still sends that name as Host, which is refused. A signature in the query is
 * refused because any link can carry one, and no SDK sends one to the embedded services.
 *
 * The signature itself is not checked: the client chooses its own secret.
 */
export function refuseForeignRequest(
  headers: WireRequest['headers'],
  port: number,
): AwsServiceError | undefined {
  // URL omits the default port of the scheme, as browsers and SDKs do.
  const ownHosts = ownNames.map((name) => new URL(`http://${name}:${port}`).host);
  const { host = '', origin, authorization = '' } = headers;
  if (!ownHosts.includes(host.toLowerCase())) {
    return denied(`The Host "${host}" is not this endpoint's; use ${ownHosts.join(', ')}.`);
  }
  if (origin !== undefined && !ownHosts.some((own) => origin.toLowerCase() === `http://${own}`)) {
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
