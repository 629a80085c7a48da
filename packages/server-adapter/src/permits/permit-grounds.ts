import { certificateFingerprint } from '@sealkit/core/x509';
import type { Principal } from '../adapter-config.ts';
import { findEnvelopeObstacle } from '../envelopes/envelope-obstacle.ts';
import { findCurrentEnvelope } from '../envelopes/expire-envelopes.ts';
import { findGrantEnd } from '../grants/find-grant.ts';
import type { ProblemCode } from '../problem-codes.ts';
import { isStopped } from '../register/acting-person.ts';
import { findSealObstacle, isCredentialValid } from '../register/use-obstacle.ts';
import type { CredentialRecord, EnvelopeRecord, PermitRecord, PersonRecord, SealRecord, SealVersionRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';

/** Everything that a permit speaks of, as it stands now. */
export interface PermitGrounds {
  readonly permit: PermitRecord;
  readonly envelope: EnvelopeRecord;
  readonly person: PersonRecord;
  readonly sealed: { readonly seal: SealRecord; readonly version: SealVersionRecord } | null;
  readonly credential: CredentialRecord;
}

/** Why a permit cannot be used now, with what is known for the log. */
export interface PermitObstacle {
  readonly code: ProblemCode;
  readonly permit: PermitRecord | null;
  readonly envelope: EnvelopeRecord | null;
  readonly seal: SealRecord | null;
}

/**
 * Where a permit is judged, before a revision is written and again in the transaction that consumes it: known, of this
 * person, unused, in time, of the seal's present version and epoch, under its grant, for the certificate that signs.
 */
export async function readPermitGrounds(
  tx: StoreTransaction,
  principal: Principal,
  permitId: string,
  now: Date,
): Promise<PermitGrounds | PermitObstacle> {
  const { tenant, personId } = principal;
  const permit = await tx.permits.find(tenant, permitId);
  if (permit === undefined) return missingPermit(tx, principal, permitId);
  const envelope = (await findCurrentEnvelope(tx, tenant, permit.envelopeId, now)) ?? null;
  const seal = permit.sealNumber === null ? null : ((await tx.register.findSeal(tenant, permit.sealNumber)) ?? null);
  const no = (code: ProblemCode): PermitObstacle => ({ code, permit, envelope, seal });

  if (permit.personId !== personId) return no('PERMIT_FOREIGN');
  if (permit.usedBy !== null) return no('PERMIT_USED');
  const at = now.toISOString();
  if (at < permit.payload.notBefore || at >= permit.expiresAt) return no('PERMIT_EXPIRED');
  const person = await tx.register.findPerson(tenant, personId);
  if (person === undefined) return no('PERSON_NOT_REGISTERED');
  if (isStopped(person)) return no('PERSON_STOPPED');
  // What was begun before a stop does not go on after it.
  if (person.stopped !== null && permit.issuedAt <= person.stopped.at) return no('PERMIT_VOID');
  if (envelope === null) return no('ENVELOPE_NOT_FOUND');
  const inEnvelope = await findEnvelopeObstacle(tx, envelope, { person, seal, document: permit.payload.document });
  if (inEnvelope !== null) return no(inEnvelope);

  if (permit.sealNumber === null) {
    const eventKey = await tx.eventKeys.findByPermit(tenant, permitId);
    if (eventKey !== undefined && (eventKey.ended !== null || eventKey.credential === null)) return no('EVENT_KEY_GONE');
    const credential = eventKey === undefined ? person.credential : eventKey.credential;
    if (credential === null) return no('NO_PERSONAL_CERTIFICATE');
    if (!isCredentialValid(credential, now)) return no('CERTIFICATE_NOT_VALID');
    if (!(await isCertificateOf(permit, credential))) return no('CERTIFICATE_MISMATCH');
    return { permit, envelope, person, sealed: null, credential };
  }
  if (seal === null) return no('SEAL_NOT_FOUND');
  const version = await tx.register.findCurrentVersion(tenant, seal.number);
  const obstacle =
    findSealObstacle(seal, version, now) ?? (await findGrantEnd(tx, { principal, person }, seal, permit.grantId, envelope, now));
  if (obstacle !== null) return no(obstacle);
  if (version === undefined || permit.payload.seal?.version !== version.version) return no('SEAL_VERSION_CHANGED');
  if (permit.payload.seal.statement !== version.statementDigest) return no('SEAL_VERSION_CHANGED');
  if (permit.sealEpoch !== seal.epoch) return no('SEAL_CHANGED');
  if (!(await isCertificateOf(permit, version.credential))) return no('CERTIFICATE_MISMATCH');
  return { permit, envelope, person, sealed: { seal, version }, credential: version.credential };
}

/** A permit that waits for its approval, or never got it, is known to whoever asked for it, and is none. */
async function missingPermit(tx: StoreTransaction, { tenant, personId }: Principal, permitId: string): Promise<PermitObstacle> {
  const approval = await tx.approvals.findByPermit(tenant, permitId);
  if (approval === undefined || approval.requestedBy !== personId) {
    return { code: 'PERMIT_NOT_FOUND', permit: null, envelope: null, seal: null };
  }
  return {
    code: approval.state === 'pending' ? 'PERMIT_PENDING' : 'PERMIT_REFUSED',
    permit: null,
    envelope: (await tx.envelopes.find(tenant, approval.envelopeId)) ?? null,
    seal: (await tx.register.findSeal(tenant, approval.sealNumber)) ?? null,
  };
}

async function isCertificateOf(permit: PermitRecord, credential: CredentialRecord): Promise<boolean> {
  const [leaf] = credential.certificates;
  return leaf !== undefined && (await certificateFingerprint(leaf)) === permit.payload.certificate;
}
