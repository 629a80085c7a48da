import { encodeBase64Url } from '@sealkit/core/bytes';
import { randomBytes } from '@sealkit/core/crypto';
import type { HeldFrame } from '@sealkit/core/pades';
import type { PermitRequest } from '@sealkit/core/protocol';
import {
  type PermitAttestation,
  type PermitApproval,
  type PermitApprovalPolicy,
  type PermitIntentPolicy,
  type PermitPayload,
  composePermit,
  permitDigest,
} from '@sealkit/core/seal';
import { certificateFingerprint } from '@sealkit/core/x509';
import type { Principal } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import type { CredentialRecord, PermitRecord, RequestedPermit } from '../storage/records.ts';
import type { UseGrounds } from './use-grounds.ts';

/** What is asked of whoever signs, and of whoever approves; null where that is nothing. */
export interface AskedPolicies {
  readonly intentPolicy: PermitIntentPolicy;
  readonly approvalPolicy: PermitApprovalPolicy | null;
}

/** The permit that a request asks for, before anybody granted it: what attesters and approvers agree to. */
export async function requestedPermit(
  principal: Principal,
  request: PermitRequest,
  grounds: Pick<UseGrounds, 'envelope' | 'sealed'> & { readonly credential: CredentialRecord },
  frameMode: HeldFrame['mode'] | null,
  { intentPolicy, approvalPolicy }: AskedPolicies,
  id: string,
): Promise<RequestedPermit> {
  const [leaf] = grounds.credential.certificates;
  if (leaf === undefined) throw new TypeError('credential: expected at least one certificate');
  const { sealed } = grounds;
  return {
    v: 1,
    id,
    tenant: principal.tenant,
    envelopeId: grounds.envelope.id,
    seal: sealed && { number: sealed.seal.number, version: sealed.version.version, statement: sealed.version.statementDigest },
    document: { digest: request.document.digest, length: request.document.length },
    frame: request.frame,
    ...(frameMode === 'direct' ? { frameMode } : {}),
    placements: request.placements,
    ...(request.language === undefined ? {} : { language: request.language }),
    person: principal.personId,
    certificate: await certificateFingerprint(leaf),
    intentPolicy,
    ...(approvalPolicy === null ? {} : { approvalPolicy }),
    nonce: encodeBase64Url(randomBytes(16)),
  };
}

/** Under what a request is granted. */
export interface PermitTerms {
  readonly sealEpoch: number | null;
  readonly grantId: string | null;
  readonly attestedBy: readonly PermitAttestation[];
  readonly approvals: readonly PermitApproval[];
  readonly lifetimeMs: number;
}

/** Signs a requested permit. */
export async function grantPermit(
  context: AdapterContext,
  requested: RequestedPermit,
  terms: PermitTerms,
  now: Date,
): Promise<PermitRecord> {
  const payload: PermitPayload = {
    ...requested,
    issuer: context.issuer,
    attestedBy: terms.attestedBy,
    approvals: terms.approvals,
    notBefore: now.toISOString(),
    expires: new Date(now.getTime() + terms.lifetimeMs).toISOString(),
  };
  const compact = await composePermit(payload, context.registerSigner);
  return {
    tenant: payload.tenant,
    id: payload.id,
    envelopeId: payload.envelopeId,
    sealNumber: payload.seal?.number ?? null,
    sealEpoch: terms.sealEpoch,
    grantId: terms.grantId,
    personId: payload.person,
    payload,
    compact,
    digest: await permitDigest(compact),
    issuedAt: payload.notBefore,
    expiresAt: payload.expires,
    usedBy: null,
    usedAt: null,
  };
}
