/** `node examples/csc-service/server.mjs [--port 4190] [--pkcs11 LIBRARY --pin-file FILE]`: the example service on loopback. */
import { randomBytes, randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { createAuthority } from './authority.mjs';
import { createCredentials } from './credentials.mjs';
import { createCscService } from './service.mjs';
import { createSoftwareKey } from './software-keys.mjs';
import { openToken } from './token-keys.mjs';

const { values } = parseArgs({
  options: { port: { type: 'string', default: '4190' }, pkcs11: { type: 'string' }, 'pin-file': { type: 'string' } },
});
const token = values.pkcs11 === undefined ? undefined : openToken({ library: values.pkcs11, pin: readPin(values['pin-file']) });
const createKey = token === undefined ? createSoftwareKey : (kind, label) => token.createKey(kind, label);
const secrets = { pin: String(randomInt(100_000, 1_000_000)), otp: String(randomInt(100_000, 1_000_000)) };
const accessToken = randomBytes(24).toString('base64url');
const client = { id: 'sealkit', secret: randomBytes(24).toString('base64url'), redirectUri: 'http://127.0.0.1:4180/csc-consent' };
const credentials = await createCredentials(createKey, await createAuthority(), secrets);
const server = createServer(createCscService({ credentials, accessToken, client, log: (line) => console.log(line) }));

server.listen(Number(values.port), '127.0.0.1', () => {
  const address = `http://127.0.0.1:${server.address().port}`;
  console.log(`Example signing service, all of it test material: ${address}/csc/v1 and ${address}/csc/v2`);
  console.log(`Keys ${token === undefined ? 'in memory' : 'on the token'}: ${credentials.map(({ id }) => id).join(', ')}`);
  console.log(`Access token ${accessToken}, PIN ${secrets.pin}, OTP ${secrets.otp}`);
  console.log(`OAuth client ${client.id}, secret ${client.secret}, back to ${client.redirectUri}`);
});
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => {
    server.close();
    server.closeAllConnections();
    token?.close();
  });

function readPin(file) {
  if (file === undefined) throw new TypeError('--pkcs11 wants --pin-file, a file with the PIN in its first line');
  return readFileSync(file, 'utf8').split('\n')[0];
}
