import type { IdentityVerificationView } from '@sealkit/core/protocol';
import type { IdentityVerificationRecord } from '../../storage/records.ts';

/** A verification for its answer; marks become words on their way out. */
export function presentVerification(record: IdentityVerificationRecord): IdentityVerificationView {
  const { claims } = record;
  return {
    id: record.id,
    subject: record.subject,
    provider: record.provider,
    method: record.method,
    state: record.state,
    startedAt: record.startedAt,
    startedBy: record.startedBy,
    finishedAt: record.finishedAt,
    verifiedName: claims.name,
    registrationNumber: claims.registrationNumber,
    legalRepresentative: claims.legalRepresentative,
    personalNumberShown: claims.personalNumber?.shown ?? null,
    phoneShown: claims.phone?.shown ?? null,
    accountShown: claims.account?.shown ?? null,
    documents: record.documents,
    actionUrl: record.actionUrl,
    failure: record.reason,
    decidedBy: record.decidedBy,
    event: record.event,
  };
}
