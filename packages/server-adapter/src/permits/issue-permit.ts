import type { PermitRequest, PermitView } from '@sealkit/core/protocol';
import type { Principal } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import { AdapterError } from '../adapter-error.ts';
import { approvalPolicyOf } from '../approvals/approval-policy.ts';
import { openApproval } from '../approvals/open-approval.ts';
import { appendEvent } from '../audit/audit-event.ts';
import type { RefusedAttempt } from '../audit/use-log.ts';
import { assertAuthorized } from '../authorization.ts';
import { readFrameMode } from '../envelopes/stored/frame-of-stored.ts';
import { permitIntentPolicy, readIntentPolicy } from '../intent/intent-policy.ts';
import { sealResource } from '../register/seals.ts';
import { type Refused, refuse, unwrapRefusal } from '../refusal.ts';
import type { CredentialRecord, PermitRecord, RequestedPermit } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';
import { newId } from '../new-id.ts';
import { prepareEventCredential } from './event-credential.ts';
import { pagesOf } from './permit-pages.ts';
import { type AskedPolicies, grantPermit, requestedPermit } from './permit-payload.ts';
import { presentPermit } from './permit-view.ts';
import { type UseGrounds, type UseObstacle, readUseGrounds } from './use-grounds.ts';
import { lookFirst } from '../storage/look-first.ts';

type Finish = (tx: StoreTransaction, view: PermitView) => Promise<void>;

/**
 * Issues a permit: one seal version, one document, these places, this person, once, until it expires. Where the grant asks for
 * an approval, the request waits for it instead. A refusal is a row in the use log before the caller hears of it.
 */
export async function issuePermit(
  context: AdapterContext,
  principal: Principal,
  request: PermitRequest,
  finish: Finish,
): Promise<PermitView> {
  await assertAuthorized(context, principal, 'permit.request', { type: 'envelope', id: request.envelopeId });
  await assertMayUseSeal(context, principal, request);
  const now = context.clock.now();
  const judge = (tx: StoreTransaction): Promise<UseGrounds | Refused> => judgeRequest(context, tx, principal, request, now);
  const grounds = unwrapRefusal(await lookFirst(context.store, judge));
  const frameMode = await readFrameOrRefuse(context, principal, request, grounds, now);
  const asked = await readPoliciesOrRefuse(context, principal, request, grounds, now);
  const id = newId();
  const credential = grounds.credential ?? (await prepareOrRefuse(context, principal, request, grounds, id, now));
  try {
    const requested = await requestedPermit(principal, request, { ...grounds, credential }, frameMode, asked, id);
    return await grantRequested(context, principal, { request, requested, grounds, judge, now }, finish);
  } catch (cause) {
    await context.eventKeys?.abandon(id, 'abandoned');
    throw cause;
  }
}

interface JudgedRequest {
  readonly request: PermitRequest;
  readonly requested: RequestedPermit;
  readonly grounds: UseGrounds;
  readonly judge: (tx: StoreTransaction) => Promise<UseGrounds | Refused>;
  readonly now: Date;
}

async function grantRequested(
  context: AdapterContext,
  principal: Principal,
  { request, requested, grounds, judge, now }: JudgedRequest,
  finish: Finish,
): Promise<PermitView> {
  if (grounds.sealed !== null && grounds.sealed.approval !== null) {
    return openApproval(context, principal, { request, requested, judge, now }, finish);
  }
  const permit = await grantPermit(
    context,
    requested,
    {
      sealEpoch: grounds.sealed?.seal.epoch ?? null,
      grantId: grounds.sealed?.grant.id ?? null,
      attestedBy: [{ person: principal.personId, role: 'requester', time: now.toISOString() }],
      approvals: [],
      lifetimeMs: context.policy.permitLifetimeMs,
    },
    now,
  );
  const view = presentPermit(permit);
  const stored = await context.store.transaction(async (tx): Promise<Refused | null> => {
    // The signature took time: what was true before must still be.
    const again = await judge(tx);
    if ('error' in again) return again;
    if (again.sealed?.seal.epoch !== grounds.sealed?.seal.epoch || again.sealed?.grant.id !== grounds.sealed?.grant.id) {
      return refuse(tx, attemptOf(principal, request, again.envelope, again.sealed?.seal ?? null, now), 'SEAL_CHANGED');
    }
    await tx.permits.add(permit);
    await noteIssued(tx, permit, now);
    await finish(tx, view);
    return null;
  });
  unwrapRefusal(stored);
  return view;
}

/** How the use has to be confirmed, as seal, envelope and deployment ask for it together, and what is asked of whoever approves. */
async function readPoliciesOrRefuse(
  { store, intent, policy: uses }: AdapterContext,
  principal: Principal,
  request: PermitRequest,
  { envelope, sealed }: UseGrounds,
  now: Date,
): Promise<AskedPolicies> {
  const { tenant } = principal;
  const of = { tenant, sealNumber: request.sealNumber, envelopeId: request.envelopeId };
  const { policy, isVerified } = await store.transaction(
    async (tx) => ({
      policy: await readIntentPolicy(tx, intent.policy, of),
      isVerified: (await tx.identities.findLatestPassed(tenant, { kind: 'person', id: principal.personId })) !== undefined,
    }),
    { readOnly: true },
  );
  const intentPolicy = permitIntentPolicy(policy, intent.providers.values());
  const approvalPolicy = sealed === null || sealed.approval === null ? null : approvalPolicyOf(sealed.grant, uses);
  const unverified = policy.verifiedPerson === true && !isVerified;
  const meetable =
    intentPolicy.methods.length > 0 &&
    (approvalPolicy === null || intent.providers.get(approvalPolicy.countersigned)?.countersigning !== undefined);
  if (meetable && !unverified) return { intentPolicy, approvalPolicy };
  const attempt = attemptOf(principal, request, envelope, sealed?.seal ?? null, now);
  const refused = await store.transaction((tx) => refuse(tx, attempt, unverified ? 'IDENTITY_NOT_VERIFIED' : 'INTENT_POLICY_UNMEETABLE'));
  throw refused.error;
}

/** A key and its certificate for this act; why there is none is a refusal in the log, and the key is destroyed. */
async function prepareOrRefuse(
  context: AdapterContext,
  principal: Principal,
  request: PermitRequest,
  { envelope }: UseGrounds,
  permitId: string,
  now: Date,
): Promise<CredentialRecord> {
  try {
    return await prepareEventCredential(context, principal, request, permitId);
  } catch (cause) {
    await context.eventKeys?.abandon(permitId, 'abandoned');
    if (!(cause instanceof AdapterError)) throw cause;
    const attempt = attemptOf(principal, request, envelope, null, now);
    const refused = await context.store.transaction((tx) => refuse(tx, attempt, cause.code, cause.values));
    throw refused.error;
  }
}

/** The mode of the frame in a stored envelope; a document or frame that the server does not find there is a refusal in the log. */
async function readFrameOrRefuse(
  context: AdapterContext,
  principal: Principal,
  request: PermitRequest,
  { envelope, sealed }: UseGrounds,
  now: Date,
): ReturnType<typeof readFrameMode> {
  try {
    return await readFrameMode(context, envelope, request);
  } catch (cause) {
    if (!(cause instanceof AdapterError)) throw cause;
    const attempt = attemptOf(principal, request, envelope, sealed?.seal ?? null, now);
    const refused = await context.store.transaction((tx) => refuse(tx, attempt, cause.code, cause.values));
    throw refused.error;
  }
}

/** Whether the host lets this person ask for a use of this seal at all. A seal that is not there is refused where all is judged. */
async function assertMayUseSeal(context: AdapterContext, principal: Principal, { sealNumber }: PermitRequest): Promise<void> {
  if (sealNumber === null) return;
  const seal = await context.store.transaction((tx) => tx.register.findSeal(principal.tenant, sealNumber), { readOnly: true });
  if (seal !== undefined) await assertAuthorized(context, principal, 'permit.request', sealResource(seal));
}

/** The event of a permit that exists from now on. */
export async function noteIssued(tx: StoreTransaction, permit: PermitRecord, now: Date): Promise<void> {
  const { payload } = permit;
  await appendEvent(tx, {
    tenant: permit.tenant,
    envelopeId: permit.envelopeId,
    sealNumber: permit.sealNumber,
    type: 'permit-issued',
    time: now,
    actor: permit.personId,
    body: {
      permitId: permit.id,
      permit: permit.digest,
      sealVersion: payload.seal?.version ?? null,
      grantId: permit.grantId,
      approvers: payload.approvals.map(({ person }) => person),
      attestedBy: payload.attestedBy.map(({ person, role }) => ({ person, role })),
      expires: permit.expiresAt,
    },
  });
}

async function judgeRequest(
  { policy, eventKeys }: AdapterContext,
  tx: StoreTransaction,
  principal: Principal,
  request: PermitRequest,
  now: Date,
): Promise<UseGrounds | Refused> {
  const rules = { maxPlacements: policy.maxPlacements, ...(eventKeys === null ? {} : { eventCertificates: eventKeys.when }) };
  const grounds = await readUseGrounds(tx, principal, request, rules, now);
  return 'code' in grounds ? refuseRequest(tx, principal, request, grounds, now) : grounds;
}

function refuseRequest(
  tx: StoreTransaction,
  principal: Principal,
  request: PermitRequest,
  { code, envelope, seal, values }: UseObstacle,
  now: Date,
): Promise<Refused> {
  return refuse(tx, attemptOf(principal, request, envelope, seal, now), code, values);
}

function attemptOf(
  principal: Principal,
  request: PermitRequest,
  envelope: UseObstacle['envelope'],
  seal: UseObstacle['seal'],
  time: Date,
): Omit<RefusedAttempt, 'refusal'> {
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
