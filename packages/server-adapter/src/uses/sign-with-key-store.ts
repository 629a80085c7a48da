import { type Bytes, equalBytes } from '@sealkit/core/bytes';
import { digest, verifySignatureValue } from '@sealkit/core/crypto';
import type { Credential, KeyStoreContext, SignatureAlgorithm, Step } from '@sealkit/core/ports';
import type { UsePending } from '@sealkit/core/protocol';
import { certificateFingerprint } from '@sealkit/core/x509';
import type { AdapterContext } from '../adapter-context.ts';
import { AdapterError } from '../adapter-error.ts';
import { keyStoreOf } from '../identity/event/key-store-of.ts';
import { readCertificate } from '../read-certificate.ts';
import type { CredentialRecord, UseRecord } from '../storage/records.ts';

export type KeyStep =
  | { readonly status: 'done'; readonly value: Bytes }
  | { readonly status: 'pending'; readonly view: Omit<UsePending, 'useId'> };

export interface KeyRequest {
  /** Digest of the certificate that the permit names. */
  readonly certificate: string;
  readonly credential: CredentialRecord;
  /** DER SET OF. */
  readonly signedAttributes: Bytes;
}

/**
 * Opens the credential, has exactly these attributes authorised, and signs them. The value is verified against the
 * certificate before anyone sees it. Where the key store pauses, its place is stored; whoever comes back has the seal looked
 * at again first.
 */
export async function signWithKeyStore(context: AdapterContext, use: UseRecord, request: KeyRequest): Promise<KeyStep> {
  const { credential: expected, signedAttributes } = request;
  const keyStore = keyStoreOf(context, expected);
  if (keyStore === null) throw new AdapterError('EVENT_KEY_GONE');
  const keyContext: KeyStoreContext = {
    tenant: use.tenant,
    actor: use.personId,
    envelopeId: use.envelopeId,
    idempotencyKey: use.id,
  };
  const input = { dtbs: signedAttributes, digest: await digest(expected.algorithm.digest, signedAttributes) };

  const resumeOf = (step: 'open' | 'authorize'): { readonly resume?: string } =>
    use.pending?.step === step ? { resume: use.pending.resume } : {};
  const opened = await keyStore.open({ context: keyContext, credentialId: expected.credentialId, ...resumeOf('open') });
  if (opened.status === 'pending') return pause(context, use, 'open', opened);
  const credential = opened.value;
  await assertCredential(credential, request);
  const authorized = await keyStore.authorize({ context: keyContext, credential, digests: [input.digest], ...resumeOf('authorize') });
  if (authorized.status === 'pending') return pause(context, use, 'authorize', authorized);

  const values = await keyStore.sign({ context: keyContext, credential, authorization: authorized.value, inputs: [input] });
  const [value] = values;
  if (values.length !== 1 || value === undefined) throw new AdapterError('SIGNATURE_VALUE_INVALID');
  await assertValue(expected, signedAttributes, value);
  return { status: 'done', value };
}

async function pause(
  { store }: AdapterContext,
  use: UseRecord,
  step: 'open' | 'authorize',
  pending: Step<unknown> & { readonly status: 'pending' },
): Promise<KeyStep> {
  await store.transaction(async (tx) => {
    const current = await tx.uses.find(use.tenant, use.id);
    if (current?.status === 'signing') await tx.uses.put({ ...current, pending: { step, resume: pending.resume } });
  });
  return {
    status: 'pending',
    view: {
      status: 'pending',
      actionUrl: pending.actionUrl ?? null,
      pollAfterMs: pending.pollAfterMs ?? 1000,
      expiresAt: pending.expiresAt.toISOString(),
    },
  };
}

/** The key store must hold the certificate that the permit names, under the algorithm that the hole was measured for. */
async function assertCredential(credential: Credential, { certificate, credential: expected }: KeyRequest): Promise<void> {
  const [leaf] = credential.certificates;
  const same = leaf !== undefined && (await certificateFingerprint(leaf)) === certificate;
  if (!same || !equalAlgorithms(credential.algorithm, expected.algorithm)) throw new AdapterError('CERTIFICATE_MISMATCH');
  const registered = expected.certificates[0];
  if (registered === undefined || !equalBytes(registered, leaf)) throw new AdapterError('CERTIFICATE_MISMATCH');
}

function equalAlgorithms(left: SignatureAlgorithm, right: SignatureAlgorithm): boolean {
  if (left.name !== right.name || left.digest !== right.digest) return false;
  if (left.name === 'ECDSA' && right.name === 'ECDSA') return left.curve === right.curve;
  if (left.name === 'RSASSA-PSS' && right.name === 'RSASSA-PSS') return left.saltLength === right.saltLength;
  return true;
}

async function assertValue({ algorithm, certificates }: CredentialRecord, message: Bytes, signature: Bytes): Promise<void> {
  const [leaf] = certificates;
  if (leaf === undefined) throw new AdapterError('CERTIFICATE_MISMATCH');
  const result = await verifySignatureValue({ algorithm, publicKey: readCertificate(leaf).spki, signature, message });
  if (result !== 'valid') throw new AdapterError('SIGNATURE_VALUE_INVALID');
}
