import { certificateFingerprint } from '@sealkit/core/x509';
import { AdapterError } from '../adapter-error.ts';
import { recordUseEvent } from '../audit/use-log.ts';
import { findEnvelopeChange, releaseVersion } from '../envelopes/sign-version.ts';
import type { ProblemCode } from '../problem-codes.ts';
import { isStopped } from '../register/acting-person.ts';
import { isCredentialValid } from '../register/use-obstacle.ts';
import type { CredentialRecord, UseRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';

/**
 * Looks again at what must be as it was when the permit was consumed: person, seal, certificate and its validity, and the
 * envelope with its document. If it is not, the use is discarded for good, no signature leaves, and that is an event.
 */
export async function discardIfChanged(tx: StoreTransaction, use: UseRecord, now: Date): Promise<AdapterError | null> {
  if (use.status === 'discarded') return discarded(use.id, use.refusal);
  if (use.status !== 'signing') return null;
  const refusal =
    (await findStop(tx, use)) ??
    (await findSealChange(tx, use)) ??
    (await findCertificateChange(tx, use, now)) ??
    (await findEnvelopeChange(tx, use, now));
  return refusal === null ? null : discardUse(tx, use, refusal, now);
}

/** Discards a confirmed use for good; the version of an envelope that it kept is free again. */
export async function discardUse(tx: StoreTransaction, use: UseRecord, refusal: ProblemCode, now: Date): Promise<AdapterError> {
  await tx.uses.put({ ...use, status: 'discarded', refusal });
  await recordUseEvent(tx, use, { type: 'use-discarded', time: now, actor: 'server', body: { refusal } }, 'refused');
  await releaseVersion(tx, use);
  return discarded(use.id, refusal);
}

/** The credential that a use signs with: of its seal version, made for this act, or of its person. */
export async function findCredential(tx: StoreTransaction, use: UseRecord): Promise<CredentialRecord | null> {
  if (use.sealNumber === null || use.sealVersion === null) {
    const eventKey = await tx.eventKeys.findByPermit(use.tenant, use.permitId);
    if (eventKey !== undefined) return eventKey.credential;
    return (await tx.register.findPerson(use.tenant, use.personId))?.credential ?? null;
  }
  return (await tx.register.findVersion(use.tenant, use.sealNumber, use.sealVersion))?.credential ?? null;
}

async function findStop(tx: StoreTransaction, use: UseRecord): Promise<ProblemCode | null> {
  const person = await tx.register.findPerson(use.tenant, use.personId);
  if (person === undefined || person.stopped === null) return null;
  return isStopped(person) || use.createdAt <= person.stopped.at ? 'PERSON_STOPPED' : null;
}

async function findSealChange(tx: StoreTransaction, use: UseRecord): Promise<ProblemCode | null> {
  if (use.sealNumber === null) return null;
  const seal = await tx.register.findSeal(use.tenant, use.sealNumber);
  if (seal?.state === 'active' && seal.epoch === use.sealEpoch) return null;
  if (seal?.state === 'suspended') return 'SEAL_SUSPENDED';
  return seal?.state === 'abolished' ? 'SEAL_ABOLISHED' : 'SEAL_CHANGED';
}

async function findCertificateChange(tx: StoreTransaction, use: UseRecord, now: Date): Promise<ProblemCode | null> {
  const credential = await findCredential(tx, use);
  const leaf = credential?.certificates[0];
  if (credential === null || leaf === undefined) return 'CERTIFICATE_MISMATCH';
  if ((await certificateFingerprint(leaf)) !== use.act.certificate) return 'CERTIFICATE_MISMATCH';
  return isCredentialValid(credential, now) ? null : 'CERTIFICATE_NOT_VALID';
}

function discarded(useId: string, reason: string | null): AdapterError {
  return new AdapterError('USE_DISCARDED', { eventId: useId, values: { reason } });
}
