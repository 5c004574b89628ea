import type { EmbeddedClock } from '../embedded-clock.ts';
import type { FunctionHost } from '../functions/function-host.ts';
import type { InvocationResult } from '../functions/function-worker.ts';
import type { Meter } from '../meter.ts';
import { AwsServiceError } from '../wire/aws-service-error.ts';
import { createApiEvent } from './api-event.ts';
import { type ApiAnswer, type ApiRequest, gatewayAnswer } from './api-message.ts';
import { matchRoute, type RouteMatch, type RoutePattern } from './api-route.ts';
import { readFunctionAnswer } from './function-answer.ts';
import { iamCaller } from './iam-caller.ts';

/** A route with the function that answers it. */
export interface ApiRoute extends RoutePattern {
  readonly authorization: 'NONE' | 'AWS_IAM';
  readonly functionName: string;
  /** How long the function may take, at most 30 seconds. */
  readonly timeoutMs: number;
}

/** The HTTP API of a stack. */
export interface ApiSpec {
  readonly id: string;
  readonly routes: readonly ApiRoute[];
}

/** What {@link HttpApi} uses. */
export interface HttpApiOptions {
  readonly clock: Pick<EmbeddedClock, 'now'>;
  readonly functions: Pick<FunctionHost, 'invoke'>;
  readonly meter: Pick<Meter, 'countApiRequest'>;
  readonly log: (line: string) => void;
}

/** The largest event, and the largest result, that Lambda takes. */
const MAX_PAYLOAD_BYTES = 6 * 1024 * 1024;

/** API Gateway's HTTP API: it passes requests to functions, in the payload format 2.0. */
export class HttpApi {
  readonly #options: HttpApiOptions;
  #spec: ApiSpec | undefined;
  #inFlight = 0;

  constructor(options: HttpApiOptions) {
    this.#options = options;
  }

  /** True if the stack has an HTTP API. */
  get deployed(): boolean {
    return this.#spec !== undefined;
  }

  /** Sets the API of the stack. */
  deploy(spec: ApiSpec): void {
    this.#spec = spec;
  }

  /** Returns one line if requests are in flight. */
  busy(): readonly string[] {
    return this.#inFlight === 0 ? [] : [`HTTP API: ${this.#inFlight} request(s)`];
  }

  /** Handles one request. Never rejects. */
  async handle(request: ApiRequest): Promise<ApiAnswer> {
    this.#inFlight += 1;
    try {
      return await this.#route(request);
    } catch (error) {
      this.#options.log(`A request to the HTTP API failed: ${String(error)}`);
      return gatewayAnswer(500, 'Internal Server Error');
    } finally {
      this.#inFlight -= 1;
    }
  }

  async #route(request: ApiRequest): Promise<ApiAnswer> {
    const { id = '', routes = [] } = this.#spec ?? {};
    const match = matchRoute(routes, request);
    this.#options.meter.countApiRequest(match?.route.key ?? '(none)');
    if (match === undefined) return gatewayAnswer(404, 'Not Found');
    const needsIam = match.route.authorization === 'AWS_IAM';
    const iam = needsIam ? iamCaller(request.headers.get('authorization')) : undefined;
    if (needsIam && iam === undefined) return gatewayAnswer(403, 'Forbidden');
    const event = createApiEvent({
      request,
      apiId: id,
      routeKey: match.route.key,
      pathParameters: match.parameters,
      iam,
      now: this.#options.clock.now(),
    });
    return this.#call(match, JSON.stringify(event));
  }

  async #call({ route }: RouteMatch<ApiRoute>, payload: string): Promise<ApiAnswer> {
    if (Buffer.byteLength(payload) > MAX_PAYLOAD_BYTES) return gatewayAnswer(413, 'Request Entity Too Large');
    const result = await this.#invokeInTime(route, payload);
    if (result === undefined) return gatewayAnswer(503, 'Service Unavailable');
    if (!result.failed) {
      const isSmall = Buffer.byteLength(result.payload) <= MAX_PAYLOAD_BYTES;
      const answer = isSmall ? readFunctionAnswer(result.payload) : undefined;
      if (answer !== undefined) return answer;
      const problem = isSmall ? 'no response of the payload format 2.0' : 'more than 6 MB';
      this.#options.log(`HTTP API ${route.key}: ${route.functionName} returned ${problem}`);
    }
    return gatewayAnswer(500, 'Internal Server Error');
  }

  /**
   * Returns the function's result, or undefined if it takes too long or may not run at all. Its time begins when a worker
   * takes the call. A call that takes too long goes on, as on AWS.
   */
  async #invokeInTime(
    { functionName, timeoutMs }: ApiRoute,
    payload: string,
  ): Promise<InvocationResult | undefined> {
    const { promise: tooLate, resolve } = Promise.withResolvers<undefined>();
    let timer: NodeJS.Timeout | undefined;
    const startTimer = (): void => {
      timer = setTimeout(() => resolve(undefined), timeoutMs);
    };
    try {
      return await Promise.race([this.#options.functions.invoke(functionName, payload, startTimer), tooLate]);
    } catch (error) {
      if (error instanceof AwsServiceError) return undefined;
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }
}
