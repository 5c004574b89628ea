/** A request to the HTTP API, with its complete body. */
export interface ApiRequest {
  /** As AWS sends it back in the header `apigw-requestid`. */
  readonly requestId: string;
  readonly method: string;
  /** The path, decoded. */
  readonly path: string;
  /** What follows the `?`, as it was sent. */
  readonly rawQuery: string;
  /** The headers by name in lower case; the values of a repeated header are joined with commas. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
  /** Such as `HTTP/1.1`. */
  readonly protocol: string;
  readonly sourceIp: string;
}

/** A response of the HTTP API. A name may be repeated among the headers. */
export interface ApiAnswer {
  readonly statusCode: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

/** Returns a response that API Gateway itself gives: `{"message":…}`. */
export function gatewayAnswer(statusCode: number, message: string): ApiAnswer {
  return {
    statusCode,
    headers: [['content-type', 'application/json']],
    body: Buffer.from(JSON.stringify({ message })),
  };
}
