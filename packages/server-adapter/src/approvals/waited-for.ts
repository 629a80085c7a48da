import { approvalProgress, describes } from '@sealkit/core/seal';
import type { ApprovalRecord, PersonRecord } from '../storage/records.ts';

/**
 * Whether a request waits for the decision of this person now. A role counts within the company of the seal alone: an approver of
 * another company is none here, unless named as a person. Pure.
 */
export function isWaitedFor(approval: ApprovalRecord, person: PersonRecord, organisationId: string): boolean {
  const progress = approvalProgress(approval.tier, approval.decisions);
  if (approval.state !== 'pending' || progress.status !== 'pending') return false;
  const roles = rolesAt(person, organisationId);
  return progress.waitingFor.some((approver) => describes(approver, { person: person.id, roles }));
}

/** The roles of a person in a company. */
export function rolesAt(person: PersonRecord, organisationId: string): readonly string[] {
  return person.organisationId === organisationId ? person.roles : [];
}
