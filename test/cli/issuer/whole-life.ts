import { buildEndSessionUrl } from 'openid-client';
import { startLocalIssuer } from '../../../lib/cli/issuer/start-local-issuer.ts';
import { CLIENT_ID, CONSOLE_URL, discover, REDIRECT_URI, SignInRequest } from './issuer-client.ts';

const local = await startLocalIssuer({ redirectUri: REDIRECT_URI, clientId: CLIENT_ID });
const configuration = await discover(local.issuer);
const asked = new SignInRequest(configuration);
await asked.claims('rev_1@example.com');
await asked.browser.open(buildEndSessionUrl(configuration, { post_logout_redirect_uri: CONSOLE_URL }));
await asked.browser.open(await asked.url({ redirect_uri: 'http://127.0.0.1:9/elsewhere' }));
for (const path of ['/', '/sign-in/unknown', '/auth/unknown', '/token']) {
  await asked.browser.open(new URL(path, local.issuer));
}
await fetch(new URL('/token', local.issuer), {
  method: 'POST',
  headers: { origin: local.issuer },
  body: new URLSearchParams({ client_id: CLIENT_ID, grant_type: 'authorization_code' }),
});
await local.stop();
