import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';

/** The only network interface that is ever bound. */
export const loopback = '127.0.0.1';
/** Longer than clients keep an idle connection, so that they close it. If we did, a request could come at that moment. */
const KEEP_ALIVE_MS = 120_000;

/** One HTTP port on loopback. */
export class LoopbackListener {
  readonly #server: Server;

  constructor(listener: RequestListener, options: ServerOptions = {}) {
    this.#server = createServer({ ...options, keepAliveTimeout: KEEP_ALIVE_MS }, listener);
  }

  /**
   * Binds the port (0 for any free one) and returns the endpoint.
   *
   * Rejects when the port is in use.
   */
  listen(port: number): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, loopback, () => {
        const address = this.#server.address();
        const bound = typeof address === 'object' && address !== null ? address.port : port;
        resolve(`http://${loopback}:${bound}`);
      });
    });
  }

  /** Accepts no more connections and closes all open ones. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }
}
