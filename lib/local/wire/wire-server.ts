import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { faultAnswer } from './fault-answer.ts';
import { LoopbackListener, loopback } from './loopback-listener.ts';
import { refuseForeignRequest } from './refuse-foreign-request.ts';
import type { WireAnswer, WireRequest } from './wire-message.ts';

/** The largest request body. No service takes more than 16 MB: Lambda's 6 MB and DynamoDB's batches fit. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

/** One HTTP port on loopback, for signed requests of clients on this machine. */
export class WireServer {
  readonly #listener = new LoopbackListener((request, response) => void this.#answer(request, response));
  #route: ((request: WireRequest) => Promise<WireAnswer>) | undefined;

  /** Binds the port, as {@link LoopbackListener.listen}. Before {@link serve}, requests get status 503. */
  listen(port: number): Promise<string> {
    return this.#listener.listen(port);
  }

  /** Handles requests with `route`, which must never reject. */
  serve(route: (request: WireRequest) => Promise<WireAnswer>): void {
    this.#route = route;
  }

  /** Accepts no more connections and closes all open ones. */
  close(): Promise<void> {
    return this.#listener.close();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const answer = await this.#answerTo(request);
      const headers = { 'x-amzn-requestid': randomUUID(), ...answer.headers };
      response.writeHead(answer.statusCode, { ...headers, 'content-length': Buffer.byteLength(answer.body) });
      response.end(answer.body);
    } catch {
      // The client has disconnected or sends too much, so no response is sent.
      response.destroy();
    }
  }

  async #answerTo(request: IncomingMessage): Promise<WireAnswer> {
    const headers = headersOf(request);
    const refusal = refuseForeignRequest(headers, request.socket.localPort ?? 0);
    if (refusal) return faultAnswer(refusal, headers);
    const wired = toWireRequest(request, headers, await readBody(request));
    return this.#route?.(wired) ?? notReady();
  }
}

function notReady(): Promise<WireAnswer> {
  return Promise.resolve({ statusCode: 503, headers: {}, body: 'The embedded AWS is starting.' });
}

function headersOf(request: IncomingMessage): WireRequest['headers'] {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(',') : (value ?? ''),
    ]),
  );
}

function toWireRequest(request: IncomingMessage, headers: WireRequest['headers'], body: string): WireRequest {
  const url = new URL(request.url ?? '/', `http://${loopback}`);
  return { method: request.method ?? 'GET', path: url.pathname, query: url.searchParams, headers, body };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const buffer = Buffer.from(chunk);
    bytes += buffer.length;
    if (bytes > MAX_BODY_BYTES) throw new RangeError(`A request may have ${MAX_BODY_BYTES} bytes.`);
    chunks.push(buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}
