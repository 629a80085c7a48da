import { type Bytes, encodeBase64Url } from '@sealkit/core/bytes';
import { encodeCadesSignature } from '@sealkit/core/cades';
import { digestOfJson, digestText, randomBytes } from '@sealkit/core/crypto';
import { fillHole, finishFileDigest } from '@sealkit/core/pades';
import type { UsePending, UseResult } from '@sealkit/core/protocol';
import { composeReceipt, composeUseRecord } from '@sealkit/core/seal';
import type { AdapterContext } from '../adapter-context.ts';
import { AdapterError } from '../adapter-error.ts';
import { recordUseEvent } from '../audit/use-log.ts';
import { keepVersion } from '../envelopes/stored/keep-version.ts';
import { addVersion } from '../envelopes/sign-version.ts';
import { nodeDigestEngine } from '../bytes/index.ts';
import { confirmCertificate } from '../identity/confirm/confirm-certificate.ts';
import { KeyStoreError } from '../keystore/key-store-error.ts';
import { PROBLEMS } from '../problem-codes.ts';
import type { CompletedRevision, CredentialRecord, PermitRecord, UseRecord } from '../storage/records.ts';
import { StoreError } from '../storage/store-error.ts';
import { discardIfChanged, discardUse, findCredential } from './discard-use.ts';
import { isFinishedRevisionIntact } from './finished-revision.ts';
import { type KeyStep, signWithKeyStore } from './sign-with-key-store.ts';
import { asksForCommitment, composeSignedAttributes } from './signed-parts.ts';
import { isAlteredUse } from './use-alteration.ts';
import { presentResult } from './use-state.ts';
import { lookFirst } from '../storage/look-first.ts';

/**
 * Step 8 of explained signing, for a use whose event is durable: composes the signed attributes or takes the stored ones,
 * lets the key sign, fills the hole, records the completion, and only then lets the signature out. After an interruption
 * the same call goes on with the same attributes.
 *
 * One process works on a use once at a time; between processes the completing transaction decides, and the others answer
 * what it stored.
 */
export function finishUse(context: AdapterContext, use: UseRecord): Promise<UseResult | UsePending> {
  if (use.completed !== null) return Promise.resolve(presentResult(use, use.completed));
  const key = JSON.stringify([use.tenant, use.id]);
  const running = context.usesAtWork.get(key);
  if (running !== undefined) return running;
  const work = signAndComplete(context, use)
    .catch(async (cause: unknown) => {
      if (cause instanceof AdapterError && cause.code === 'USE_DISCARDED') await context.eventKeys?.abandon(use.permitId, 'discarded');
      throw cause;
    })
    .finally(() => context.usesAtWork.delete(key));
  context.usesAtWork.set(key, work);
  return work;
}

interface Material {
  readonly use: UseRecord;
  readonly permit: PermitRecord;
  readonly credential: CredentialRecord;
  readonly statement: Bytes | null;
  /** Whose seal it is; null for a personal signature. */
  readonly organisationId: string | null;
}

async function signAndComplete(context: AdapterContext, use: UseRecord): Promise<UseResult | UsePending> {
  const material = await readMaterial(context, use);
  if (material.use.completed !== null) return presentResult(material.use, material.use.completed);
  await confirmBeforeKey(context, material);
  const signedAttributes = material.use.signedAttributes ?? (await composeAndStoreAttributes(context, material));
  const step = await signOrRecordFailure(context, material, signedAttributes);
  if (step.status === 'pending') return { useId: use.id, ...step.view };
  return complete(context, material, signedAttributes, step.value);
}

/** Read afresh: another process may have gone on with the use, and the world may have changed meanwhile. */
async function readMaterial({ store, clock }: AdapterContext, { tenant, id }: UseRecord): Promise<Material> {
  const outcome = await lookFirst(store, async (tx): Promise<Material | AdapterError> => {
    const use = await tx.uses.find(tenant, id);
    if (use === undefined) throw new AdapterError('USE_NOT_FOUND');
    const permit = await tx.permits.find(use.tenant, use.permitId);
    if (permit === undefined) throw new AdapterError('PERMIT_NOT_FOUND');
    if (await isAlteredUse(tx, use)) return new AdapterError('USE_ALTERED', { eventId: use.id });
    const refusal = await discardIfChanged(tx, use, clock.now());
    if (refusal !== null) return refusal;
    const credential = await findCredential(tx, use);
    if (credential === null) throw new AdapterError('INTERNAL');
    const sealed = use.sealNumber !== null && use.sealVersion !== null;
    const version = sealed ? await tx.register.findVersion(use.tenant, use.sealNumber, use.sealVersion) : undefined;
    const seal = use.sealNumber === null ? undefined : await tx.register.findSeal(use.tenant, use.sealNumber);
    return { use, permit, credential, statement: version?.statement ?? null, organisationId: seal?.organisationId ?? null };
  });
  if (outcome instanceof AdapterError) throw outcome;
  return outcome;
}

/**
 * Once more before a key is asked, since a person or a key service may have taken their time. What is wrong for good ends the use; that
 * nobody could be asked interrupts it, and the same call may go on later. Either is an event.
 */
async function confirmBeforeKey(context: AdapterContext, { use, credential, organisationId }: Material): Promise<void> {
  const holder =
    organisationId === null ? ({ kind: 'person', id: use.personId } as const) : ({ kind: 'organisation', id: organisationId } as const);
  const confirmation = await confirmCertificate(context, { tenant: use.tenant, credential, holder });
  if (confirmation.result === 'confirmed') return;
  const { code } = confirmation;
  throw await context.store.transaction(async (tx) => {
    const time = context.clock.now();
    const current = await tx.uses.find(use.tenant, use.id);
    const error = new AdapterError(code, { eventId: use.id, values: confirmation.values });
    // Another process may have ended it meanwhile: then there is nothing left to refuse.
    if (current?.status !== 'signing') return error;
    if (!PROBLEMS[code][2]) return discardUse(tx, current, code, time);
    await recordUseEvent(tx, current, { type: 'use-failed', time, actor: 'server', body: { code } }, 'interrupted');
    return error;
  });
}

/** Made once: a retry signs these octets and no others. */
async function composeAndStoreAttributes(context: AdapterContext, { use, permit, credential, statement }: Material): Promise<Bytes> {
  if (use.useEvent === null || use.intent === null) throw new AdapterError('INTERNAL');
  const { messageDigest } = use.prepared;
  const useRecord = await composeUseRecord(
    {
      v: 1,
      permit: permit.digest,
      intent: await digestOfJson(use.intent),
      event: use.useEvent.digest,
      byteRangeDigest: messageDigest,
    },
    context.registerSigner,
  );
  const composed = await composeSignedAttributes({
    credential,
    statement,
    permit: permit.compact,
    commitment: asksForCommitment(permit),
    useRecord,
    messageDigest,
  });
  return context.store.transaction(async (tx) => {
    const current = await tx.uses.find(use.tenant, use.id);
    if (current?.signedAttributes) return current.signedAttributes;
    await tx.uses.put({ ...(current ?? use), signedAttributes: composed });
    return composed;
  });
}

async function signOrRecordFailure(context: AdapterContext, material: Material, signedAttributes: Bytes): Promise<KeyStep> {
  const { use, permit, credential } = material;
  try {
    return await signWithKeyStore(context, use, { certificate: permit.payload.certificate, credential, signedAttributes });
  } catch (cause) {
    // The store's own failure says nothing about the key, and could not be recorded either.
    if (cause instanceof StoreError) throw cause;
    if (credential.isOneTime === true && isKeyGone(cause)) throw await discardWithoutKey(context, use);
    const failure = cause instanceof AdapterError ? cause : new AdapterError('KEY_STORE_FAILED', { eventId: use.id, cause });
    if (failure.code !== 'USE_DISCARDED') {
      const event = { type: 'use-failed', time: context.clock.now(), actor: 'server', body: { code: failure.code } } as const;
      await context.store.transaction(async (tx) => {
        // Another process may have finished it meanwhile; a failure of ours is then nothing that happened to the use.
        const current = await tx.uses.find(use.tenant, use.id);
        if (current?.status === 'signing') await recordUseEvent(tx, use, event, 'interrupted');
      });
    }
    throw failure.eventId === undefined ? failure.withEvent(use.id) : failure;
  }
}

/** A key that signs once is not where it was, or has worked: what it signed did not get here, and nothing signs in its place. */
function isKeyGone(cause: unknown): boolean {
  if (cause instanceof AdapterError) return cause.code === 'EVENT_KEY_GONE';
  return cause instanceof KeyStoreError && ['KEY_STORE_CREDENTIAL_UNKNOWN', 'KEY_STORE_CREDENTIAL_UNUSABLE'].includes(cause.code);
}

function discardWithoutKey({ store, clock }: AdapterContext, { tenant, id }: UseRecord): Promise<AdapterError> {
  return store.transaction(async (tx) => {
    const current = await tx.uses.find(tenant, id);
    const gone = new AdapterError('EVENT_KEY_GONE', { eventId: id });
    return current?.status === 'signing' ? ((await discardUse(tx, current, 'EVENT_KEY_GONE', clock.now())) ?? gone) : gone;
  });
}

async function complete(
  context: AdapterContext,
  { use, permit, credential }: Material,
  signedAttributes: Bytes,
  signature: Bytes,
): Promise<UseResult> {
  const { prepared } = use;
  const cms = encodeCadesSignature({
    signedAttributes,
    digestAlgorithm: prepared.stateAtHole.algorithm,
    signatureAlgorithm: credential.algorithm,
    signature,
    certificates: credential.certificates,
  });
  const bytes = fillHole(prepared, cms);
  const fileDigest = await finishFileDigest(prepared.stateAtHole, { ...prepared, bytes });
  const now = context.clock.now();
  const completed: CompletedRevision = {
    bytes,
    fileDigest,
    receipt: await composeReceipt(receiptPayload(use, permit, fileDigest, now), context.registerSigner),
    completedAt: now.toISOString(),
  };
  const by = { certificate: permit.payload.certificate, certificates: credential.certificates };
  const intact = (await isFinishedRevisionIntact(prepared, bytes, by)) && (await keepVersion(context, use, completed));
  const facts = {
    useEvent: use.useEvent?.digest ?? null,
    attributes: await digestText('SHA-256', signedAttributes),
    signatureValue: await digestText('SHA-256', signature),
    fileDigest,
    revision: await digestText('SHA-256', bytes, nodeDigestEngine),
  };
  return context.store
    .transaction(async (tx): Promise<UseResult | AdapterError> => {
      const current = await tx.uses.find(use.tenant, use.id);
      if (current === undefined) throw new AdapterError('USE_NOT_FOUND');
      if (await isAlteredUse(tx, current)) return new AdapterError('USE_ALTERED', { eventId: use.id });
      // Another process was first: its signature is the one that exists, ours is forgotten.
      if (current.completed !== null) return presentResult(current, current.completed);
      const refusal =
        (await discardIfChanged(tx, current, now)) ?? (intact ? null : await discardUse(tx, current, 'SIGNATURE_NOT_INTACT', now));
      if (refusal !== null) return refusal;
      const done: UseRecord = { ...current, status: 'completed', pending: null, completed };
      await tx.uses.put(done);
      await recordUseEvent(tx, done, { type: 'use-completed', time: now, actor: 'server', body: facts }, 'completed');
      await addVersion(tx, done, completed, now);
      return presentResult(done, completed);
    })
    .then((outcome) => {
      if (outcome instanceof AdapterError) throw outcome;
      return outcome;
    });
}

function receiptPayload(use: UseRecord, permit: PermitRecord, fileDigest: string, time: Date) {
  return {
    v: 1,
    act: 'use',
    id: use.id,
    tenant: use.tenant,
    envelopeId: use.envelopeId,
    person: use.personId,
    sealNumber: use.sealNumber,
    permit: permit.digest,
    originalDigest: use.act.originalDigest,
    byteRangeDigest: use.prepared.messageDigest,
    fileDigest,
    event: use.useEvent?.digest ?? '',
    time: time.toISOString(),
    nonce: encodeBase64Url(randomBytes(16)),
  } as const;
}
