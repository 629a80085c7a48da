import { type Bytes, type CallOptions, equalBytes } from '@sealkit/core/bytes';
import { digest, DIGEST_ALGORITHMS, verifySignatureValue } from '@sealkit/core/crypto';
import type {
  AuthorizeRequest,
  Clock,
  Credential,
  KeyStore,
  SignatureAlgorithm,
  SigningInput,
  SignRequest,
  Step,
} from '@sealkit/core/ports';
import { type Authorizations, type AuthorizationUse, createAuthorizations, fingerprintOf, type KeeperConsent } from './authorizations.ts';
import { readCertificate } from '../read-certificate.ts';
import { KeyStoreError } from './key-store-error.ts';

/** A key, opened for one step. `Consent` is what its keeper gave; it stays in the store and goes to `sign` alone. */
export interface OpenedKey<Consent> {
  readonly algorithm: SignatureAlgorithm;
  /** DER, leaf first. */
  readonly certificates: readonly Bytes[];
  /** Asks the keeper of the key for consent to these digests, whose number and lengths are right. */
  consent(request: AuthorizeRequest, call?: CallOptions): Promise<Step<KeeperConsent<Consent>>>;
  /** One value per input, in order, in CMS form. */
  sign(inputs: readonly SigningInput[], consent: Consent, call?: CallOptions): Promise<readonly Bytes[]>;
}

export interface ConsentingKeyStoreOptions<Consent> {
  readonly name: string;
  readonly clock: Clock;
  /** @throws {@link KeyStoreError} `KEY_STORE_CREDENTIAL_UNKNOWN` */
  readonly openKey: (credentialId: string, call?: CallOptions) => Promise<OpenedKey<Consent>>;
}

/** How long a repeat under the same idempotency key gets the same values. */
const REPEAT_WINDOW_MS = 600_000;

/**
 * A key store whose consent binds to exactly the digests, the credential and the context, and serves once; a repeat under the
 * same idempotency key gets the same values. Every value is verified with the certificate before it is handed out. Which keys
 * there are, where, and what else their keeper wants, is `openKey`'s matter.
 */
export function createConsentingKeyStore<Consent>({ name, clock, openKey }: ConsentingKeyStoreOptions<Consent>): KeyStore {
  const authorizations = createAuthorizations<Consent>(clock);
  const repeats = new Map<string, EarlierSignature>();
  const open = async (credentialId: string, call?: CallOptions): Promise<OpenedKey<Consent>> => {
    call?.signal?.throwIfAborted();
    return openKey(credentialId, call);
  };
  return {
    name,
    async open({ credentialId }, call) {
      return { status: 'done', value: credentialOf(credentialId, await open(credentialId, call)) };
    },
    async authorize(request, call) {
      const key = await open(request.credential.id, call);
      assertDigests(request.digests, key.algorithm);
      const step = await key.consent(request, call);
      if (step.status === 'pending') return step;
      const { context, credential, digests } = request;
      return { status: 'done', value: authorizations.grant({ credentialId: credential.id, context, digests }, step.value) };
    },
    async sign(request, call) {
      call?.signal?.throwIfAborted();
      const { context, authorization } = request;
      const key = JSON.stringify([context.tenant, context.idempotencyKey]);
      const now = clock.now().getTime();
      dropUntil(repeats, now);
      const use = useOf(request);
      const earlier = repeats.get(key);
      if (earlier?.use === fingerprintOf(use)) {
        if (earlier.token !== authorization.token) authorizations.redeem(authorization.token, use);
        return earlier.values;
      }
      const values = signOnce(request, authorizations, open, call);
      repeats.set(key, { use: fingerprintOf(use), token: authorization.token, values, until: now + REPEAT_WINDOW_MS });
      try {
        return await values;
      } catch (error) {
        if (repeats.get(key)?.values === values) repeats.delete(key);
        throw error;
      }
    },
  };
}

/** All are kept equally long: the first one that still holds ends the search. */
function dropUntil(repeats: Map<string, EarlierSignature>, now: number): void {
  for (const [key, { until }] of repeats) {
    if (until > now) return;
    repeats.delete(key);
  }
}

interface EarlierSignature {
  readonly use: string;
  readonly token: string;
  readonly values: Promise<readonly Bytes[]>;
  readonly until: number;
}

function credentialOf(id: string, { certificates, algorithm }: OpenedKey<unknown>): Credential {
  return { id, certificates, algorithm, notAfter: readCertificate(leafOf(certificates)).notAfter };
}

function leafOf([leaf]: readonly Bytes[]): Bytes {
  if (leaf === undefined) throw new KeyStoreError('KEY_CERTIFICATE_MISSING', 'expected the certificate of the private key');
  return leaf;
}

/** @throws RangeError */
function assertDigests(digests: readonly Uint8Array[], algorithm: SignatureAlgorithm): void {
  if (digests.length === 0) throw new RangeError('digests: expected at least one');
  const { length } = DIGEST_ALGORITHMS[algorithm.digest];
  for (const value of digests)
    if (value.length !== length) throw new RangeError(`digests: expected ${length} octets of ${algorithm.digest}, got ${value.length}`);
}

async function signOnce<Consent>(
  request: SignRequest,
  authorizations: Authorizations<Consent>,
  open: ConsentingKeyStoreOptions<Consent>['openKey'],
  call?: CallOptions,
): Promise<readonly Bytes[]> {
  const { credential, authorization, inputs } = request;
  const consent = authorizations.redeem(authorization.token, useOf(request));
  try {
    const key = await open(credential.id, call);
    for (const input of inputs) {
      if (!equalBytes(input.digest, await digest(key.algorithm.digest, input.dtbs)))
        throw new KeyStoreError('KEY_STORE_DIGEST_MISMATCH', 'expected the digest of the data to be signed');
    }
    const values = await key.sign(inputs, consent, call);
    await assertValues(values, inputs, key);
    return values;
  } catch (error) {
    authorizations.restore(authorization.token);
    throw error;
  }
}

async function assertValues(
  values: readonly Bytes[],
  inputs: readonly SigningInput[],
  { algorithm, certificates }: OpenedKey<unknown>,
): Promise<void> {
  if (values.length !== inputs.length)
    throw new KeyStoreError('KEY_STORE_VALUE_INVALID', `expected ${inputs.length} signature values, got ${values.length}`);
  const publicKey = readCertificate(leafOf(certificates)).spki;
  for (const [index, { dtbs: message }] of inputs.entries()) {
    const signature = values[index];
    if (signature === undefined || (await verifySignatureValue({ algorithm, publicKey, signature, message })) !== 'valid')
      throw new KeyStoreError('KEY_STORE_VALUE_INVALID', 'expected a value that verifies with the certificate of the credential');
  }
}

function useOf({ context, credential, inputs }: SignRequest): AuthorizationUse {
  return { credentialId: credential.id, context, digests: inputs.map((input) => input.digest) };
}
