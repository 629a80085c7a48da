import { type Bytes, type CallOptions, encodeHex, equalBytes } from '@sealkit/core/bytes';
import { digest } from '@sealkit/core/crypto';
import type { Clock, Credential, KeyStore, Signer, SignRequest } from '@sealkit/core/ports';
import { parseCertificate } from '@sealkit/core/x509';
import { type Authorizations, type AuthorizationUse, createAuthorizations } from './authorizations.ts';
import { KeyStoreError } from './key-store-error.ts';

export interface ConsentingKeyStoreOptions {
  readonly name: string;
  readonly clock: Clock;
  /** How long consent to sign holds; two minutes by default. */
  readonly authorizationLifetimeMs?: number;
  /** The key of a credential, opened for one step. @throws {@link KeyStoreError} `KEY_STORE_CREDENTIAL_UNKNOWN` */
  readonly openSigner: (credentialId: string, call?: CallOptions) => Promise<Signer>;
}

const TWO_MINUTES = 120_000;
/** How long a repeat under the same idempotency key gets the same values. */
const REPEAT_WINDOW_MS = 600_000;

/**
 * A key store whose consent binds to exactly the digests, the credential and the context, and serves once; a repeat under the
 * same idempotency key gets the same values. Which keys there are, and where, is `openSigner`'s matter.
 */
export function createConsentingKeyStore({ name, clock, openSigner, authorizationLifetimeMs }: ConsentingKeyStoreOptions): KeyStore {
  const authorizations = createAuthorizations(clock, authorizationLifetimeMs ?? TWO_MINUTES);
  const repeats = new Map<string, EarlierSignature>();
  const open = async (credentialId: string, call?: CallOptions): Promise<Signer> => {
    call?.signal?.throwIfAborted();
    return openSigner(credentialId, call);
  };
  return {
    name,
    async open({ credentialId }, call) {
      return { status: 'done', value: credentialOf(credentialId, await open(credentialId, call)) };
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

function credentialOf(id: string, { certificates, algorithm }: Signer): Credential {
  const [leaf] = certificates;
  if (leaf === undefined) throw new KeyStoreError('KEY_CERTIFICATE_MISSING', 'expected the certificate of the private key');
  return { id, certificates, algorithm, notAfter: parseCertificate(leaf).notAfter };
}

async function signOnce(
  request: SignRequest,
  authorizations: Authorizations,
  open: ConsentingKeyStoreOptions['openSigner'],
  call?: CallOptions,
): Promise<readonly Bytes[]> {
  const { credential, authorization, inputs } = request;
  authorizations.redeem(authorization.token, useOf(request));
  try {
    const signer = await open(credential.id, call);
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
