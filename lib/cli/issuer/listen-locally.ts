import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';

/** The only network interface that is bound. */
const LOOPBACK = '127.0.0.1';

/** A server that listens on this machine. */
export interface LocalServer {
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string;
}

/**
 * Listens on a free port of 127.0.0.1. `listenerFor` gets the origin and returns what answers.
 *
 * Web pages in a browser on this machine can also reach the port. An attacker's host name that resolves to 127.0.0.1
 * would make the page same-origin, but the browser still sends that name as Host. So only the server's own name is
 * answered, and no page of another origin.
 */
export function listenLocally(listenerFor: (origin: string) => RequestListener): Promise<LocalServer> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, LOOPBACK, () => {
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      const origin = `http://${LOOPBACK}:${port}`;
      const listener = listenerFor(origin);
      server.on('request', (request, response) => answer({ request, response, origin, listener }));
      resolve({ origin });
    });
  });
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly origin: string;
  readonly listener: RequestListener;
}

function answer({ request, response, origin, listener }: Exchange): void {
  const refusal = refusalOf(request, origin);
  if (refusal !== undefined) {
    response.writeHead(403, { 'content-type': 'text/plain; charset=utf-8' });
    response.end(`${refusal}\n`);
    return;
  }
  listener(request, response);
}

function refusalOf({ headers }: IncomingMessage, own: string): string | undefined {
  if (`http://${headers.host}` !== own) return `This is ${own}, and no other name of it is answered.`;
  if (headers.origin !== undefined && headers.origin !== own)
    return 'Pages of other origins are not answered.';
  return undefined;
}
