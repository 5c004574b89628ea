import type { AwsServiceError } from './aws-service-error.ts';
import { escapeXml } from './escape-xml.ts';
import type { WireAnswer, WireRequest } from './wire-message.ts';

/** Returns true if a request uses the query protocol, whose responses are XML. */
export function isQueryProtocol(headers: WireRequest['headers']): boolean {
  return (headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
}

/** Returns the response that reports an error, in the protocol of the request. */
export function faultAnswer(fault: AwsServiceError, headers: WireRequest['headers']): WireAnswer {
  return isQueryProtocol(headers) ? xmlFault(fault) : jsonFault(fault);
}

function jsonFault(fault: AwsServiceError): WireAnswer {
  return {
    statusCode: fault.statusCode,
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': fault.code },
    body: JSON.stringify({ __type: fault.code, message: fault.message }),
  };
}

function xmlFault(fault: AwsServiceError): WireAnswer {
  const error = `<Type>Sender</Type><Code>${escapeXml(fault.code)}</Code><Message>${escapeXml(fault.message)}</Message>`;
  return {
    statusCode: fault.statusCode,
    headers: { 'content-type': 'text/xml' },
    body: `<ErrorResponse><Error>${error}</Error></ErrorResponse>`,
  };
}
