import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LocalIssuer, startLocalIssuer } from '../../../lib/cli/issuer/start-local-issuer.ts';
import { CLIENT_ID, REDIRECT_URI } from './issuer-client.ts';

let local: LocalIssuer;
let port: string;
beforeAll(async () => {
  local = await startLocalIssuer({ redirectUri: REDIRECT_URI, clientId: CLIENT_ID });
  ({ port } = new URL(local.issuer));
});
afterAll(() => local.stop());

/** Returns the status of a request for the discovery document, in which PORT stands for the issuer's port. */
function statusOf(sent: Readonly<Record<string, string>>): Promise<number | undefined> {
  const headers = Object.fromEntries(
    Object.entries(sent).map(([name, value]) => [name, value.replace('PORT', port)]),
  );
  return new Promise((resolve, reject) => {
    const path = '/.well-known/openid-configuration';
    const asked = request({ host: '127.0.0.1', port, path, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    asked.on('error', reject);
    asked.end();
  });
}

test('answers its own name, and pages of its own', async () => {
  expect(await statusOf({ host: '127.0.0.1:PORT' })).toBe(200);
  expect(await statusOf({ host: '127.0.0.1:PORT', origin: 'http://127.0.0.1:PORT' })).toBe(200);
});

test.each([
  'attacker.example',
  'attacker.example:PORT',
  '127.0.0.1.attacker.example:PORT',
  'localhost:PORT',
  '127.0.0.1',
  '127.0.0.1:1',
  'x@127.0.0.1:PORT',
])('refuses the Host %s, which another name for this machine may carry', async (host) => {
  expect(await statusOf({ host })).toBe(403);
});

test.each(['https://attacker.example', 'http://127.0.0.1:1', 'http://localhost:PORT', 'null'])(
  'refuses a page of the origin %s',
  async (origin) => {
    expect(await statusOf({ host: '127.0.0.1:PORT', origin })).toBe(403);
  },
);
