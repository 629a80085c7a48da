/** The remote signing interface of the Cloud Signature Consortium, versions 1.0.4 and 2.x, as far as signing hashes needs it. */
import { readPssParameters } from '@sealkit/core/crypto';
import { assertFactors, createActivations, equalSecrets, refused } from './activations.mjs';
import { createConsentPages } from './consent-pages.mjs';

const HASHES = {
  '2.16.840.1.101.3.4.2.1': { hash: 'sha256', name: 'SHA-256', length: 32 },
  '2.16.840.1.101.3.4.2.2': { hash: 'sha384', name: 'SHA-384', length: 48 },
  '2.16.840.1.101.3.4.2.3': { hash: 'sha512', name: 'SHA-512', length: 64 },
};
const PSS = '1.2.840.113549.1.1.10';
/** Octets of the RSA keys of this example: what is left of them bounds the salt (RFC 8017 §9.1.1). */
const MODULUS_LENGTH = 384;
/** What a signature algorithm hashes with, where it says so. */
const HASH_OF = {
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
};
const MAX_BODY = 256 * 1024;
const METHODS = ['credentials/list', 'credentials/info', 'credentials/authorize', 'signatures/signHash', 'oauth2/token'];

/**
 * A listener for `http.createServer`. `credentials`: a list of { id, key: { spki, sign }, algo: [OID], certificates: [DER],
 * mode: 'explicit' | 'oauth2code', factors: { PIN: '…' }, scal: '1' | '2', multisign }. `accessToken` lets in; `log` gets one
 * line for each request, without what was sent.
 */
export function createCscService({ credentials: list, accessToken, client, now = Date.now, log = () => {} }) {
  const credentials = new Map(list.map((credential) => [credential.id, { wrong: 0, status: 'enabled', ...credential }]));
  const activations = createActivations(now);
  const pages = createConsentPages({ client, credentials, activations });
  const find = (id) => {
    const credential = typeof id === 'string' ? credentials.get(id) : undefined;
    if (credential === undefined) throw refused('invalid_request', 'Invalid parameter credentialID');
    return credential;
  };

  const calls = {
    'credentials/list': () => ({ credentialIDs: [...credentials.keys()] }),
    'credentials/info': ({ credentialID }, version) => describe(find(credentialID), version),
    'credentials/authorize'(request, version) {
      const credential = find(request.credentialID);
      if (credential.mode !== 'explicit') throw refused('invalid_request', 'Invalid authorization mode');
      const hashes = version === 1 ? request.hash : request.hashes;
      if (!Array.isArray(hashes) || hashes.length !== request.numSignatures || hashes.length > credential.multisign)
        throw refused('invalid_request', 'Invalid parameter numSignatures');
      const given = version === 1 ? request : Object.fromEntries((request.authData ?? []).map(({ id, value }) => [id, value]));
      assertFactors(credential, given);
      const { sad, expiresIn } = activations.give(credential.id, hashes);
      return { SAD: sad, expiresIn };
    },
    async 'signatures/signHash'(request, version) {
      const credential = find(request.credentialID);
      const hashes = version === 1 ? request.hash : request.hashes;
      const how = algorithmOf(credential, request, version === 1 ? request.hashAlgo : request.hashAlgorithmOID);
      if (!Array.isArray(hashes) || hashes.length === 0) throw refused('invalid_request', 'Missing or invalid hashes');
      const digests = hashes.map((hash) => Buffer.from(String(hash), 'base64'));
      if (digests.some((digest) => digest.length !== how.length)) throw refused('invalid_request', 'Invalid digest value length');
      activations.use(request.SAD, credential.id, hashes);
      const values = await Promise.all(digests.map((digest) => credential.key.sign(digest, how)));
      return { signatures: values.map((value) => value.toString('base64')) };
    },
  };

  async function serve(request) {
    const url = new URL(request.url, 'http://service.invalid');
    if (request.method === 'GET' && url.pathname === '/oauth2/authorize') return pages.show(url.searchParams);
    const body = await readBody(request);
    if (request.method === 'POST' && url.pathname === '/oauth2/consent') return pages.answer(new URLSearchParams(body));
    if (request.method === 'POST' && url.pathname === '/oauth2/token') return json(pages.trade(new URLSearchParams(body)));
    const [, version, method] = /^\/csc\/v([12])\/(.*)$/.exec(url.pathname) ?? [];
    if (request.method !== 'POST' || version === undefined) throw refused('invalid_request', 'No such method', 404);
    if (method === 'info') return json(info(Number(version), `http://${request.headers.host}`));
    if (!equalSecrets(request.headers.authorization, `Bearer ${accessToken}`)) throw refused('invalid_token', 'Unknown access token', 401);
    if (!Object.hasOwn(calls, method)) throw refused('invalid_request', 'No such method', 404);
    return json(await calls[method](parse(body), Number(version)));
  }

  async function answer(request, response) {
    const { status, headers, body } = await serve(request).catch(explain);
    log(`${request.method} ${request.url.split('?')[0]} ${status}`);
    response.writeHead(status, headers).end(body);
  }
  return (request, response) => void answer(request, response).catch((error) => response.destroy(error));
}

/** What is no refusal is a fault of the service: its words stay here. */
function explain({ error = 'server_error', status = 500, message }) {
  return { ...json({ error, error_description: status === 500 ? 'The service failed' : message }), status };
}

const json = (value) => ({
  status: 200,
  headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
  body: JSON.stringify(value),
});

function info(version, origin) {
  const specs = version === 1 ? '1.0.4.0' : '2.0.0.2';
  const about = { name: 'Example signing service', logo: '', region: 'CN', lang: 'en', description: 'Test material' };
  return { specs, ...about, authType: ['external'], oauth2: origin, methods: METHODS };
}

function describe({ status, algo, certificates, mode, factors = {}, scal, multisign }, version) {
  const common = {
    key: { status, algo, len: 256 },
    cert: { status: 'valid', certificates: certificates.map((der) => der.toString('base64')) },
    SCAL: scal,
    multisign,
  };
  if (version === 2) {
    const objects = Object.keys(factors).map((id) => ({ type: 'Password', id, format: 'A', label: id }));
    return { ...common, auth: { mode, expression: Object.keys(factors).join(' AND '), objects } };
  }
  const presence = Object.fromEntries(Object.keys(factors).map((id) => [id, { presence: 'true', format: 'A', label: id }]));
  return { ...common, authMode: mode, ...presence };
}

function algorithmOf({ algo }, { signAlgo, signAlgoParams }, hashOid) {
  const known = HASHES[hashOid];
  if (!algo.includes(signAlgo) || known === undefined) throw refused('invalid_request', 'Invalid parameter signAlgo or hash algorithm');
  if (HASH_OF[signAlgo] !== undefined && HASH_OF[signAlgo] !== known.hash) throw refused('invalid_request', 'Invalid hash algorithm');
  if (signAlgo !== PSS) return known;
  const { digest, mgfDigest, saltLength } = readParameters(signAlgoParams);
  if (digest !== known.name || mgfDigest !== known.name || saltLength > MODULUS_LENGTH - known.length - 2)
    throw refused('invalid_request', 'Invalid parameter signAlgoParams');
  return { ...known, saltLength };
}

function readParameters(parameters) {
  try {
    return readPssParameters(new Uint8Array(Buffer.from(parameters, 'base64')));
  } catch {
    throw refused('invalid_request', 'Invalid parameter signAlgoParams');
  }
}

function parse(body) {
  try {
    const value = JSON.parse(body);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Told below, like every other body that is no object.
  }
  throw refused('invalid_request', 'The body is no JSON object');
}

async function readBody(request) {
  const chunks = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > MAX_BODY) throw refused('invalid_request', 'The body is too large', 413);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
