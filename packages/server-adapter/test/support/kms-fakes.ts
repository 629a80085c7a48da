/**
 * Fakes of four key management services on loopback. They are written from the services' public descriptions and are not the
 * services: they check what a request must be and sign with real keys, so that a request of another form ends in a refusal or in
 * a value that does not verify. No real service was asked.
 */
import { createHash, createHmac, createPrivateKey, sign } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { decodeBase64, encodeBase64 } from '@sealkit/core/bytes';
import { ecdsaRawToDer } from '@sealkit/core/crypto';
import type { SignatureCurve } from '@sealkit/core/ports';
import { signDigest } from '@sealkit/testkit/node';

export const KMS_SECRETS = {
  accessKeyId: 'PLANTEDKEYID',
  secretAccessKey: 'planted-aws-secret-6642',
  sessionToken: 'planted-aws-session-1180',
  google: 'planted-google-token-9035',
  azure: 'planted-azure-token-2261',
  vault: 'planted-vault-token-7714',
};

/** A key of a fake: what signs, and the curve where there is one. */
export interface FakeKey {
  /** DER PrivateKeyInfo. */
  readonly privateKey: Uint8Array;
  readonly curve?: SignatureCurve;
}

export interface FakeRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface FakeAnswer {
  readonly status?: number;
  readonly body: unknown;
}

type Fake = (request: FakeRequest, keys: ReadonlyMap<string, FakeKey>, now: Date) => FakeAnswer;
type Json = Readonly<Record<string, unknown>>;

export interface FakeService {
  readonly url: string;
  readonly requests: FakeRequest[];
  /** What is answered instead, while it is set. */
  spoil?: ((answer: FakeAnswer, count: number) => FakeAnswer) | undefined;
  stop(): Promise<void>;
}

export async function startFake(fake: Fake, keys: ReadonlyMap<string, FakeKey>, now: () => Date): Promise<FakeService> {
  const requests: FakeRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    const serve = async (): Promise<void> => {
      const request = await readRequest(incoming);
      requests.push(request);
      const answer = fake(request, keys, now());
      const { status = 200, body } = service.spoil?.(answer, requests.length) ?? answer;
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(typeof body === 'string' ? body : JSON.stringify(body));
    };
    serve().catch((error: unknown) => outgoing.destroy(error instanceof Error ? error : new Error('failed')));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const service: FakeService = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    stop: () => {
      server.closeAllConnections();
      return new Promise<void>((stopped) => server.close(() => stopped()));
    },
  };
  return service;
}

async function readRequest(incoming: IncomingMessage): Promise<FakeRequest> {
  const url = new URL(incoming.url ?? '', 'http://fake.invalid');
  const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
  return { method: incoming.method ?? '', path: url.pathname, query: url.searchParams, headers, body: await buffer(incoming) };
}

/** AWS KMS: `TrentService.Sign` under Signature Version 4, which is computed again from the request as it came. */
export const fakeAws: Fake = (request, keys, now) => {
  const refuse = (type: string): FakeAnswer => ({ status: 400, body: { __type: `com.amazonaws.kms#${type}`, message: request.headers } });
  if (!isSignedByAws(request, now)) return refuse('InvalidSignatureException');
  if (request.headers['x-amz-target'] !== 'TrentService.Sign' || request.headers['content-type'] !== 'application/x-amz-json-1.1')
    return refuse('ValidationException');
  const { KeyId, Message, MessageType, SigningAlgorithm } = jsonOf(request) as Record<string, string>;
  const key = keys.get(KeyId ?? '');
  if (key === undefined) return refuse('NotFoundException');
  const message = decodeBase64(Message ?? '');
  if (message.length > 4096) return refuse('ValidationException');
  const answer = (value: Uint8Array): FakeAnswer => ({ body: { KeyId, Signature: encodeBase64(value), SigningAlgorithm } });
  if (SigningAlgorithm === 'ED25519_SHA_512')
    return MessageType === 'RAW' ? answer(signEd25519(key, message)) : refuse('ValidationException');
  const [, kind, size] = /^(RSASSA_PKCS1_V1_5|RSASSA_PSS|ECDSA)_SHA_(256|384|512)$/.exec(SigningAlgorithm ?? '') ?? [];
  if (MessageType !== 'DIGEST' || message.length * 8 !== Number(size)) return refuse('ValidationException');
  return answer(derOf(key, signWith(key, message, Number(size), kind === 'RSASSA_PSS')));
};

function isSignedByAws({ method, path, query, headers, body }: FakeRequest, now: Date): boolean {
  const form =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/kms\/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})$/;
  const [, id, day, region, names = '', signature] = form.exec(headers['authorization'] ?? '') ?? [];
  const stamp = headers['x-amz-date'] ?? '';
  const [, year, month, date, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(stamp) ?? [];
  const age = Math.abs(Date.parse(`${year}-${month}-${date}T${hour}:${minute}:${second}Z`) - now.getTime());
  const required = ['content-type', 'host', 'x-amz-date', 'x-amz-security-token', 'x-amz-target'];
  if (id !== KMS_SECRETS.accessKeyId || day !== stamp.slice(0, 8) || !(age < 300_000) || query.size > 0) return false;
  if (names !== required.join(';') || headers['x-amz-security-token'] !== KMS_SECRETS.sessionToken) return false;
  const hash = (octets: string | Uint8Array): string => createHash('sha256').update(octets).digest('hex');
  const canonical = `${method}\n${path}\n\n${required.map((name) => `${name}:${headers[name]}\n`).join('')}\n${names}\n${hash(body)}`;
  const text = `AWS4-HMAC-SHA256\n${stamp}\n${day}/${region}/kms/aws4_request\n${hash(canonical)}`;
  const mac = (key: string | Buffer, part: string): Buffer => createHmac('sha256', key).update(part).digest();
  const key = mac(mac(mac(mac(`AWS4${KMS_SECRETS.secretAccessKey}`, day ?? ''), region ?? ''), 'kms'), 'aws4_request');
  return mac(key, text).toString('hex') === signature;
}

/** Google Cloud KMS: `asymmetricSign` with checksums; the key version fixes the padding, which its name tells here. */
export const fakeGoogle: Fake = (request, keys) => {
  const refuse = (status: number, word: string): FakeAnswer => ({ status, body: { error: { code: status, status: word } } });
  if (request.headers['authorization'] !== `Bearer ${KMS_SECRETS.google}`) return refuse(401, 'UNAUTHENTICATED');
  const [, name, id = ''] =
    /^\/v1\/(projects\/p\/locations\/l\/keyRings\/r\/cryptoKeys\/([^/]+)\/cryptoKeyVersions\/1):asymmetricSign$/.exec(request.path) ?? [];
  const key = keys.get(id);
  if (key === undefined) return refuse(404, 'NOT_FOUND');
  const { digest, digestCrc32c, data, dataCrc32c } = jsonOf(request) as {
    digest?: Json;
    digestCrc32c?: string;
    data?: string;
    dataCrc32c?: string;
  };
  const [[field, text] = ['data', data]] = Object.entries(digest ?? {});
  const octets = decodeBase64(String(text));
  if (String(bitwiseCrc32c(octets)) !== (digest === undefined ? dataCrc32c : digestCrc32c)) return refuse(400, 'INVALID_ARGUMENT');
  const size = Number(field.replace('sha', ''));
  if (digest !== undefined && octets.length * 8 !== size) return refuse(400, 'INVALID_ARGUMENT');
  const value = digest === undefined ? signEd25519(key, octets) : derOf(key, signWith(key, octets, size, id.includes('pss')));
  const verified = digest === undefined ? { verifiedDataCrc32c: true } : { verifiedDigestCrc32c: true };
  return { body: { name, signature: encodeBase64(value), signatureCrc32c: String(bitwiseCrc32c(value)), ...verified } };
};

/** Azure Key Vault: `sign` in the words of JOSE, values as r‖s; and the certificate object. */
export function fakeAzure(certificate: Uint8Array): Fake {
  return (request, keys) => {
    const refuse = (status: number, code: string): FakeAnswer => ({ status, body: { error: { code, message: request.headers } } });
    if (request.headers['authorization'] !== `Bearer ${KMS_SECRETS.azure}`) return refuse(401, 'Unauthorized');
    if (request.query.get('api-version') !== '7.4') return refuse(400, 'BadParameter');
    if (request.method === 'GET' && request.path === '/certificates/seal/') return { body: { id: 'x', cer: encodeBase64(certificate) } };
    const [, name = ''] = /^\/keys\/([^/]+)\/v1\/sign$/.exec(request.path) ?? [];
    const key = keys.get(name);
    if (key === undefined) return refuse(404, request.path.startsWith('/certificates') ? 'CertificateNotFound' : 'KeyNotFound');
    const { alg = '', value = '' } = jsonOf(request) as { alg?: string; value?: string };
    const [, kind, size] = /^(RS|PS|ES)(256|384|512)$/.exec(alg) ?? [];
    const digest = Buffer.from(value, 'base64url');
    if (kind === undefined || digest.toString('base64url') !== value || digest.length * 8 !== Number(size))
      return refuse(400, 'BadParameter');
    const made = signWith(key, digest, Number(size), kind === 'PS');
    return { body: { kid: `https://vault.azure.example/keys/${name}/v1`, value: made.toString('base64url') } };
  };
}

/** Vault transit: `sign` with prehashed digests; without a salt length it takes the longest, as Vault does. */
export const fakeVault: Fake = (request, keys) => {
  const refuse = (status: number): FakeAnswer => ({ status, body: { errors: [`refused ${request.headers['x-vault-token']}`] } });
  if (request.headers['x-vault-token'] !== KMS_SECRETS.vault) return refuse(403);
  const [, name = ''] = /^\/v1\/transit\/sign\/([^/]+)$/.exec(request.path) ?? [];
  const key = keys.get(name);
  if (key === undefined) return refuse(404);
  const body = jsonOf(request);
  const octets = decodeBase64(String(body['input']));
  const answer = (value: Uint8Array): FakeAnswer => ({
    body: { request_id: 'x', data: { key_version: 3, signature: `vault:v3:${encodeBase64(value)}` } },
  });
  if (body['key_version'] !== 3) return refuse(400);
  if (body['prehashed'] !== true) return answer(signEd25519(key, octets));
  const [, size] = /^sha2-(256|384|512)$/.exec(String(body['hash_algorithm'])) ?? [];
  const isPss = body['signature_algorithm'] === 'pss';
  if (octets.length * 8 !== Number(size) || (isPss && body['salt_length'] !== 'hash')) return refuse(400);
  const made = signWith(key, octets, Number(size), isPss);
  return answer(body['marshaling_algorithm'] === 'asn1' ? derOf(key, made) : made);
};

function jsonOf({ body }: FakeRequest): Json {
  return JSON.parse(body.toString('utf8')) as Json;
}

function signWith({ privateKey }: FakeKey, digest: Uint8Array, size: number, pss: boolean): Buffer {
  return signDigest({ privateKey, digest, hash: `sha${size}` as 'sha256', pss });
}

function derOf({ curve }: FakeKey, value: Uint8Array): Uint8Array {
  return curve === undefined ? value : ecdsaRawToDer(value, curve);
}

function signEd25519({ privateKey }: FakeKey, message: Uint8Array): Uint8Array {
  return sign(null, message, createPrivateKey({ key: Buffer.from(privateKey), format: 'der', type: 'pkcs8' }));
}

/** Bit by bit, from the polynomial 0x11EDC6F41: nothing of the table that the signer uses. */
function bitwiseCrc32c(octets: Uint8Array): number {
  let remainder = 0xffffffffn;
  for (const octet of octets) {
    for (let bit = 0n; bit < 8n; bit += 1n) {
      const input = (BigInt(octet) >> bit) & 1n;
      const top = (remainder >> 31n) & 1n;
      remainder = ((remainder << 1n) & 0xffffffffn) ^ (top === input ? 0n : 0x1edc6f41n);
    }
  }
  let reflected = 0n;
  for (let bit = 0n; bit < 32n; bit += 1n) reflected |= ((remainder >> bit) & 1n) << (31n - bit);
  return Number(reflected ^ 0xffffffffn);
}
