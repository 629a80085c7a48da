import type { PermitRequest } from '@sealkit/core/protocol';
import { type ApprovalTier, findRequesterFault } from '@sealkit/core/seal';
import type { UsePolicy } from '../adapter-config.ts';
import { findEnvelopeObstacle } from '../envelopes/envelope-obstacle.ts';
import { findCurrentEnvelope } from '../envelopes/expire-envelopes.ts';
import { type Asker, type GrantFinding, findGrant } from '../grants/find-grant.ts';
import type { ProblemCode } from '../problem-codes.ts';
import { isStopped } from '../register/acting-person.ts';
import { findSealObstacle, isCredentialValid } from '../register/use-obstacle.ts';
import type { CredentialRecord, EnvelopeRecord, GrantRecord, PersonRecord, SealRecord, SealVersionRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';
import { findPermitRequestFault } from './permit-request-fault.ts';

/** The part of a request for a permit that its grounds are judged by. */
export type GroundsRequest = Pick<PermitRequest, 'envelopeId' | 'sealNumber' | 'sealVersion' | 'document' | 'frame' | 'placements'>;

/** What a permit is issued on, read in one transaction. */
export interface UseGrounds {
  readonly envelope: EnvelopeRecord;
  readonly person: PersonRecord;
  /** Null for a personal signature without a seal. */
  readonly sealed: SealedGrounds | null;
  /** Null where a key and its certificate are made for this act. */
  readonly credential: CredentialRecord | null;
}

export interface SealedGrounds {
  readonly seal: SealRecord;
  readonly version: SealVersionRecord;
  readonly grant: GrantRecord;
  /** The approvals that the grant asks for; null where it asks for none. */
  readonly approval: ApprovalTier | null;
}

/** Why there is no permit, with what is known for the log and for the caller. */
export interface UseObstacle {
  readonly code: ProblemCode;
  readonly envelope: EnvelopeRecord | null;
  readonly seal: SealRecord | null;
  readonly values: Readonly<Record<string, string | number | null>>;
}

export interface GroundsRules extends Pick<UsePolicy, 'maxPlacements'> {
  /** Which personal signatures are made with a key of their own; none where absent. */
  readonly eventCertificates?: 'always' | 'without-own';
}

/** How the grant of a request is found: the person's best one, or the one that the request was made on. */
export type GrantFinder = (
  tx: StoreTransaction,
  asker: Asker,
  seal: SealRecord,
  envelope: EnvelopeRecord,
  now: Date,
) => Promise<GrantFinding>;

/** Judges a request for a permit: person, envelope, seal, version, grant, document and places, in this order. */
export async function readUseGrounds(
  tx: StoreTransaction,
  principal: Asker['principal'],
  request: GroundsRequest,
  rules: GroundsRules,
  now: Date,
  grantFinder: GrantFinder = findGrant,
): Promise<UseGrounds | UseObstacle> {
  const { tenant, personId } = principal;
  const envelope = (await findCurrentEnvelope(tx, tenant, request.envelopeId, now)) ?? null;
  const seal = request.sealNumber === null ? null : ((await tx.register.findSeal(tenant, request.sealNumber)) ?? null);
  const no = (code: ProblemCode, values: UseObstacle['values'] = {}): UseObstacle => ({ code, envelope, seal, values });

  const person = await tx.register.findPerson(tenant, personId);
  if (person === undefined) return no('PERSON_NOT_REGISTERED');
  if (isStopped(person)) return no('PERSON_STOPPED');
  const separation = findRequesterFault(person);
  if (separation !== null) return no(separation);
  if (envelope === null) return no('ENVELOPE_NOT_FOUND');
  if (request.sealNumber !== null && seal === null) return no('SEAL_NOT_FOUND', { sealNumber: request.sealNumber });
  const inEnvelope = await findEnvelopeObstacle(tx, envelope, { person, seal, document: request.document });
  if (inEnvelope !== null) return no(inEnvelope, { state: envelope.state });
  if (seal === null) {
    if (request.sealVersion !== null) return no('BODY_MALFORMED');
    const { eventCertificates } = rules;
    const own = eventCertificates === 'always' ? null : person.credential;
    if (own === null && eventCertificates === undefined) return no('NO_PERSONAL_CERTIFICATE');
    if (own !== null && !isCredentialValid(own, now)) return no('CERTIFICATE_NOT_VALID');
    const fault = findPermitRequestFault(request, envelope, null, rules);
    return fault === null ? { envelope, person, sealed: null, credential: own } : no(fault);
  }
  const version = await tx.register.findCurrentVersion(tenant, seal.number);
  const aboutSeal = { sealNumber: seal.number, state: seal.state, since: seal.stateSince };
  const obstacle = findSealObstacle(seal, version, now);
  if (obstacle !== null) return no(obstacle, aboutSeal);
  const finding = await grantFinder(tx, { principal, person }, seal, envelope, now);
  if ('obstacle' in finding) return no(finding.obstacle, aboutSeal);
  if (version === undefined || request.sealVersion !== version.version) {
    return no('SEAL_VERSION_CHANGED', { sealNumber: seal.number, version: version?.version ?? null });
  }
  const fault = findPermitRequestFault(request, envelope, version, rules);
  return fault === null ? { envelope, person, sealed: { seal, version, ...finding }, credential: version.credential } : no(fault);
}
