/** An error as an AWS service returns it: `code` is the name that SDKs and state machines match. */
export class AwsServiceError extends Error {
  readonly code: string;
  readonly statusCode: number;

  constructor(code: string, message: string, statusCode = 400) {
    super(message);
    this.name = 'AwsServiceError';
    this.code = code;
    this.statusCode = statusCode;
  }
}
