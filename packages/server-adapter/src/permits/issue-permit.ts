import { encodeBase64Url } from '@sealkit/core/bytes';
import { randomBytes } from '@sealkit/core/crypto';
import type { PermitRequest, PermitView } from '@sealkit/core/protocol';
import { type PermitPayload, composePermit, permitDigest } from '@sealkit/core/seal';
import { certificateFingerprint } from '@sealkit/core/x509';
import type { Principal } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import { appendEvent } from '../audit/audit-event.ts';
import { assertAuthorized } from '../authorization.ts';
import { newId } from '../new-id.ts';
import type { ProblemCode } from '../problem-codes.ts';
import { type Refused, refuse, unwrapRefusal } from '../refusal.ts';
import { findUseObstacle, isCredentialValid } from '../register/use-obstacle.ts';
import type { CredentialRecord, EnvelopeRecord, PermitRecord, SealRecord, SealVersionRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';
import { pagesOf } from './permit-pages.ts';
import { findPermitRequestFault } from './permit-request-fault.ts';

/** What a permit is issued on, read in one transaction. */
interface Grounds {
  readonly envelope: EnvelopeRecord;
  /** Null for a personal signature without a seal. */
  readonly sealed: { readonly seal: SealRecord; readonly version: SealVersionRecord } | null;
  readonly credential: CredentialRecord;
}

/**
 * Issues a permit: one seal version, one document, these places, this person, once, until it expires. A refusal is a row
 * in the use log before the caller hears of it.
 */
export async function issuePermit(
  context: AdapterContext,
  principal: Principal,
  request: PermitRequest,
  finish: (tx: StoreTransaction, view: PermitView) => Promise<void>,
): Promise<PermitView> {
  await assertAuthorized(context, principal, 'permit.request', { type: 'envelope', id: request.envelopeId });
  const now = context.clock.now();
  const grounds = unwrapRefusal(await context.store.transaction((tx) => readGrounds(context, tx, principal, request, now)));
  const payload = await permitPayload(context, principal, request, grounds, now);
  const compact = await composePermit(payload, context.registerSigner);
  const permit: PermitRecord = {
    tenant: principal.tenant,
    id: payload.id,
    envelopeId: payload.envelopeId,
    sealNumber: grounds.sealed?.seal.number ?? null,
    sealEpoch: grounds.sealed?.seal.epoch ?? null,
    personId: principal.personId,
    payload,
    compact,
    digest: await permitDigest(compact),
    issuedAt: payload.notBefore,
    expiresAt: payload.expires,
    usedBy: null,
    usedAt: null,
  };
  const view = presentPermit(permit);
  const stored = await context.store.transaction(async (tx): Promise<Refused | null> => {
    // The signature took time: what was true before must still be.
    const again = await readGrounds(context, tx, principal, request, now);
    if ('error' in again) return again;
    if (again.sealed?.seal.epoch !== grounds.sealed?.seal.epoch) {
      return refuse(tx, attemptOf(principal, request, grounds.envelope, again.sealed?.seal ?? null, now), 'SEAL_CHANGED');
    }
    await tx.permits.add(permit);
    await appendEvent(tx, {
      tenant: principal.tenant,
      envelopeId: permit.envelopeId,
      sealNumber: permit.sealNumber,
      type: 'permit-issued',
      time: now,
      actor: principal.personId,
      body: { permitId: permit.id, permit: permit.digest, sealVersion: payload.seal?.version ?? null, expires: permit.expiresAt },
    });
    await finish(tx, view);
    return null;
  });
  unwrapRefusal(stored);
  return view;
}

function presentPermit(permit: PermitRecord): PermitView {
  return {
    id: permit.id,
    status: 'issued',
    permit: permit.compact,
    expires: permit.expiresAt,
    sealNumber: permit.sealNumber,
    sealVersion: permit.payload.seal?.version ?? null,
  };
}

async function readGrounds(
  context: AdapterContext,
  tx: StoreTransaction,
  principal: Principal,
  request: PermitRequest,
  now: Date,
): Promise<Grounds | Refused> {
  const { tenant, personId } = principal;
  const envelope = await tx.envelopes.find(tenant, request.envelopeId);
  const seal = request.sealNumber === null ? undefined : await tx.register.findSeal(tenant, request.sealNumber);
  const no = (code: ProblemCode, values = {}): Promise<Refused> =>
    refuse(tx, attemptOf(principal, request, envelope ?? null, seal ?? null, now), code, values);

  const person = await tx.register.findPerson(tenant, personId);
  if (person === undefined) return no('PERSON_NOT_REGISTERED');
  if (envelope === undefined) return no('ENVELOPE_NOT_FOUND');
  if (request.sealNumber === null) {
    if (request.sealVersion !== null) return no('BODY_MALFORMED');
    if (person.credential === null) return no('NO_PERSONAL_CERTIFICATE');
    if (!isCredentialValid(person.credential, now)) return no('CERTIFICATE_NOT_VALID');
    const fault = findPermitRequestFault(request, envelope, null, context.policy);
    return fault === null ? { envelope, sealed: null, credential: person.credential } : no(fault);
  }
  if (seal === undefined) return no('SEAL_NOT_FOUND', { sealNumber: request.sealNumber });
  const version = await tx.register.findCurrentVersion(tenant, seal.number);
  const obstacle = findUseObstacle(seal, version, await tx.register.listGrants(tenant, seal.number, personId), now);
  if (obstacle !== null) return no(obstacle, { sealNumber: seal.number, state: seal.state, since: seal.stateSince });
  if (version === undefined || request.sealVersion !== version.version) {
    return no('SEAL_VERSION_CHANGED', { sealNumber: seal.number, version: version?.version ?? null });
  }
  const fault = findPermitRequestFault(request, envelope, version, context.policy);
  return fault === null ? { envelope, sealed: { seal, version }, credential: version.credential } : no(fault);
}

function attemptOf(
  principal: Principal,
  request: PermitRequest,
  envelope: EnvelopeRecord | null,
  seal: SealRecord | null,
  time: Date,
): Parameters<typeof refuse>[1] {
  return {
    tenant: principal.tenant,
    personId: principal.personId,
    stage: 'permit',
    time,
    envelope,
    seal: seal === null ? null : { number: seal.number, version: request.sealVersion },
    pages: pagesOf(request.placements),
    originalDigest: request.document.digest,
    permit: null,
  };
}

async function permitPayload(
  context: AdapterContext,
  principal: Principal,
  request: PermitRequest,
  grounds: Grounds,
  now: Date,
): Promise<PermitPayload> {
  const [leaf] = grounds.credential.certificates;
  if (leaf === undefined) throw new TypeError('credential: expected at least one certificate');
  const { sealed } = grounds;
  return {
    v: 1,
    id: newId(),
    tenant: principal.tenant,
    envelopeId: grounds.envelope.id,
    seal: sealed && { number: sealed.seal.number, version: sealed.version.version, statement: sealed.version.statementDigest },
    document: { digest: request.document.digest, length: request.document.length },
    frame: request.frame,
    placements: request.placements,
    ...(request.language === undefined ? {} : { language: request.language }),
    person: principal.personId,
    certificate: await certificateFingerprint(leaf),
    issuer: context.issuer,
    attestedBy: [{ person: principal.personId, role: 'requester', time: now.toISOString() }],
    approvals: [],
    intentPolicy: { required: true, methods: ['confirm'], minimumAssurance: 0 },
    nonce: encodeBase64Url(randomBytes(16)),
    notBefore: now.toISOString(),
    expires: new Date(now.getTime() + context.policy.permitLifetimeMs).toISOString(),
  };
}
