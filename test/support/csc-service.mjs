/** The example signing service on loopback, and key stores that use it. */
import { createServer } from 'node:http';
import { createCscKeyStore } from '@sealkit/server-adapter/csc';
import { guardedHttpClient } from '@sealkit/server-adapter/outbound';
import { createAuthority } from '../../examples/csc-service/authority.mjs';
import { createCredentials } from '../../examples/csc-service/credentials.mjs';
import { createCscService } from '../../examples/csc-service/service.mjs';

export const CSC_SECRETS = {
  pin: 'planted-pin-8817',
  otp: 'planted-otp-4402',
  accessToken: 'planted-access-token-7731',
  clientSecret: 'planted-client-secret-5529',
};
const CLIENT = { id: 'sealkit', secret: CSC_SECRETS.clientSecret, redirectUri: 'https://host.example/csc-consent' };

/** Keys once for all tests of a file: RSA keys take a while. */
export async function makeCredentials(createKey) {
  const authority = await createAuthority();
  const credentials = await createCredentials(createKey, authority, CSC_SECRETS);
  const [seal, office] = credentials;
  credentials.push({ ...seal, id: 'mismatched', key: { ...seal.key, sign: office.key.sign }, certificates: seal.certificates });
  return { credentials, root: authority.root };
}

export async function startCscService(credentials, now = Date.now) {
  const lines = [];
  const { accessToken } = CSC_SECRETS;
  const log = (line) => lines.push(line);
  const server = createServer(createCscService({ credentials, accessToken, client: CLIENT, now, log }));
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    lines,
    origin: `http://127.0.0.1:${server.address().port}`,
    stop: () => {
      server.closeAllConnections();
      return new Promise((stopped) => server.close(stopped));
    },
  };
}

/** A key store over the service; `factors` overrides what the person says. */
export function cscKeyStore(service, version, { clock, factors, load, http, accessToken } = {}) {
  return createCscKeyStore({
    url: `${service.origin}/csc/v${version}`,
    version,
    http: http ?? guardedHttpClient(),
    accessToken: async () => accessToken ?? CSC_SECRETS.accessToken,
    clock: clock ?? { now: () => new Date() },
    retryDelayMs: 1,
    load:
      load ??
      (async (credentialId) => (credentialId.startsWith('nobody') || !/^[a-z-]+$/.test(credentialId) ? undefined : { credentialId })),
    askFactors: async () => ({ status: 'done', value: factors ?? { PIN: CSC_SECRETS.pin, OTP: CSC_SECRETS.otp } }),
    oauth2: {
      url: service.origin,
      clientId: CLIENT.id,
      clientSecret: async () => CSC_SECRETS.clientSecret,
      redirectUri: CLIENT.redirectUri,
    },
  });
}

/** What a browser does when the person presses a button: the query that comes back to the host. */
export async function answerInBrowser(actionUrl, answer = 'yes') {
  const page = await fetch(actionUrl);
  const [, id] = /name="id" value="([^"]+)"/.exec(await page.text());
  const form = new URLSearchParams({ id, answer });
  const back = await fetch(new URL('/oauth2/consent', actionUrl), { method: 'POST', body: form, redirect: 'manual' });
  return Object.fromEntries(new URL(back.headers.get('location')).searchParams);
}
