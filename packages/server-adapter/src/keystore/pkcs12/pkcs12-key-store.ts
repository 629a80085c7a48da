import { type Bytes, type CallOptions, encodeHex, equalBytes } from '@sealkit/core/bytes';
import { digest } from '@sealkit/core/crypto';
import type { Clock, Credential, KeyStore, SignRequest } from '@sealkit/core/ports';
import { parseCertificate } from '@sealkit/core/x509';
import type { KeyMaterial } from '../key-material.ts';
import { KeyStoreError } from '../key-store-error.ts';
import { signatureAlgorithmOf, softwareSigner, type SoftwareSignerOptions } from '../software-signer.ts';
import { type AuthorizationUse, createAuthorizations } from './authorizations.ts';
import { openPkcs12 } from './open-pkcs12.ts';

/** A key at rest: PKCS #12 octets and the password that opens them, from wherever the host keeps secrets. */
export interface Pkcs12Entry extends SoftwareSignerOptions {
  readonly file: Uint8Array;
  readonly password: string;
}

export interface Pkcs12KeyStoreOptions {
  /** The key of a credential; undefined when there is none by this id. Asked each time: no key stays in memory. */
  readonly load: (credentialId: string, options?: CallOptions) => Promise<Pkcs12Entry | undefined>;
  readonly clock: Clock;
  /** How long consent to sign holds; two minutes by default. */
  readonly authorizationLifetimeMs?: number;
}

const TWO_MINUTES = 120_000;
/** How long a repeat under the same idempotency key gets the same values. */
const REPEAT_WINDOW_MS = 600_000;

/**
 * A key store over PKCS #12. Keys are encrypted at rest, opened for one signature, and dropped. Consent binds to exactly the
 * digests, the credential and the context, and serves once; a repeat under the same idempotency key gets the same values.
 */
export function createPkcs12KeyStore(options: Pkcs12KeyStoreOptions): KeyStore {
  const { clock } = options;
  const authorizations = createAuthorizations(clock, options.authorizationLifetimeMs ?? TWO_MINUTES);
  const repeats = new Map<string, EarlierSignature>();
  const open = (credentialId: string, call?: CallOptions): Promise<OpenedKey> => openKey(options, credentialId, call);
  return {
    name: 'pkcs12',
    async open({ credentialId }, call) {
      return { status: 'done', value: (await open(credentialId, call)).credential };
    },
    async authorize({ context, credential, digests }, call) {
      await open(credential.id, call);
      if (digests.length === 0) throw new RangeError('digests: expected at least one');
      return { status: 'done', value: authorizations.grant({ credentialId: credential.id, context, digests }) };
    },
    async sign(request, call) {
      const key = JSON.stringify([request.context.tenant, request.context.idempotencyKey]);
      const now = clock.now().getTime();
      for (const [other, { until }] of repeats) if (until <= now) repeats.delete(other);
      const earlier = repeats.get(key);
      if (earlier?.inputs === inputsOf(request)) {
        if (earlier.token !== request.authorization.token) authorizations.redeem(request.authorization.token, useOf(request));
        return earlier.values;
      }
      const values = signOnce(request, authorizations, open, call);
      repeats.set(key, { inputs: inputsOf(request), token: request.authorization.token, values, until: now + REPEAT_WINDOW_MS });
      try {
        return await values;
      } catch (error) {
        if (repeats.get(key)?.values === values) repeats.delete(key);
        throw error;
      }
    },
  };
}

interface EarlierSignature {
  readonly inputs: string;
  readonly token: string;
  readonly values: Promise<readonly Bytes[]>;
  readonly until: number;
}

interface OpenedKey {
  readonly credential: Credential;
  readonly material: KeyMaterial;
  readonly entry: Pkcs12Entry;
}

async function openKey({ load }: Pkcs12KeyStoreOptions, credentialId: string, call?: CallOptions): Promise<OpenedKey> {
  call?.signal?.throwIfAborted();
  const entry = await loadEntry(load, credentialId, call);
  const material = await openPkcs12(entry.file, entry.password);
  const [leaf] = material.certificates;
  if (leaf === undefined) throw new KeyStoreError('KEY_CERTIFICATE_MISSING', 'expected the certificate of the private key');
  const algorithm = signatureAlgorithmOf(material, entry);
  const credential = { id: credentialId, certificates: material.certificates, algorithm, notAfter: parseCertificate(leaf).notAfter };
  return { credential, material, entry };
}

async function loadEntry(load: Pkcs12KeyStoreOptions['load'], credentialId: string, call?: CallOptions): Promise<Pkcs12Entry> {
  let entry: Pkcs12Entry | undefined;
  try {
    entry = await load(credentialId, call);
  } catch {
    // The host's error may name paths or secrets: it does not travel.
    throw new KeyStoreError('KEY_STORE_SECRET_UNAVAILABLE', 'the key file or its password could not be loaded', { retryable: true });
  }
  if (entry === undefined)
    throw new KeyStoreError('KEY_STORE_CREDENTIAL_UNKNOWN', `expected a credential of this key store, got ${credentialId}`);
  return entry;
}

async function signOnce(
  request: SignRequest,
  authorizations: ReturnType<typeof createAuthorizations>,
  open: (credentialId: string, call?: CallOptions) => Promise<OpenedKey>,
  call?: CallOptions,
): Promise<readonly Bytes[]> {
  const { credential, authorization, inputs } = request;
  authorizations.redeem(authorization.token, useOf(request));
  try {
    const { material, entry } = await open(credential.id, call);
    const signer = softwareSigner(material, entry);
    for (const input of inputs) {
      if (!equalBytes(input.digest, await digest(signer.algorithm.digest, input.dtbs)))
        throw new KeyStoreError('KEY_STORE_DIGEST_MISMATCH', 'expected the digest of the data to be signed');
    }
    const values: Bytes[] = [];
    for (const input of inputs) values.push(await signer.sign(input, call));
    return values;
  } catch (error) {
    authorizations.restore(authorization.token);
    throw error;
  }
}

function useOf({ context, credential, inputs }: SignRequest): AuthorizationUse {
  return { credentialId: credential.id, context, digests: inputs.map((input) => input.digest) };
}

function inputsOf({ credential, inputs }: SignRequest): string {
  return JSON.stringify([credential.id, inputs.map((input) => encodeHex(input.digest))]);
}
