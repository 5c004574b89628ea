/** The names of this machine's loopback interface in a Host header. */
const ownNames = ['127.0.0.1', 'localhost', '[::1]'];

/** Returns the Host headers that a client on this machine sends to a port, in lower case. */
export function ownHosts(port: number): readonly string[] {
  // URL omits the default port of the scheme, as browsers and SDKs do.
  return ownNames.map((name) => new URL(`http://${name}:${port}`).host);
}

/**
 * Returns why a request with this Host is refused, or undefined if the Host is one of this port's own.
 *
 * An attacker's host name that resolves to 127.0.0.1 makes their page same-origin with this port, but the browser still
 * sends that name as Host.
 */
export function hostRefusal(host: string, port: number): string | undefined {
  const own = ownHosts(port);
  if (own.includes(host.toLowerCase())) return undefined;
  return `The Host "${host}" is not this endpoint's; use ${own.join(', ')}.`;
}
