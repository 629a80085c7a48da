/** The smallest server. `host` stands for what a host has already: its sign-in, its rules, its secrets. */
// #region server
import { createServer } from 'node:http';
import { createAdapter, softwareSigner, systemClock } from '@sealkit/server-adapter';
import { nodeListener } from '@sealkit/server-adapter/node';
import { createPkcs12KeyStore, openPkcs12 } from '@sealkit/server-adapter/pkcs12';
import { createSqliteStore } from '@sealkit/server-adapter/sqlite';

export async function startServer(host) {
  const adapter = createAdapter({
    authenticate: (request) => host.findSession(request), // { tenant, personId } or null
    authorize: (principal, action, resource) => host.mayDo(principal, action, resource),
    store: await createSqliteStore({ file: host.databaseFile }),
    keyStore: createPkcs12KeyStore({ load: (credentialId) => host.loadKey(credentialId), clock: systemClock }),
    registerSigner: softwareSigner(await openPkcs12(host.registerKey, host.registerPassword)),
  });
  return { adapter, server: createServer(nodeListener(adapter)).listen(host.port, '127.0.0.1') };
}
// #endregion server
