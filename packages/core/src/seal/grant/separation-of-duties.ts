/** Why somebody may not decide on a request or ask for one. */
export type SeparationFault =
  /** Whoever asks does not decide. */
  | 'APPROVER_IS_REQUESTER'
  /** Whoever checks the log neither asks nor decides. */
  | 'AUDITOR_MAY_NOT_ACT'
  /** One person decides once. */
  | 'ALREADY_DECIDED';

/** Who stands where around one request. */
export interface RequestParties {
  readonly requester: string;
  /** Persons who have decided already. */
  readonly decided: readonly string[];
}

/** The role that checks the log, and so may do nothing that stands in it. */
export const AUDITOR_ROLE = 'auditor';

/** Why a person may not decide on a request, or null: requester, approver and auditor are three persons. */
export function findApproverFault(
  person: { readonly id: string; readonly roles: readonly string[] },
  parties: RequestParties,
): SeparationFault | null {
  if (person.roles.includes(AUDITOR_ROLE)) return 'AUDITOR_MAY_NOT_ACT';
  if (person.id === parties.requester) return 'APPROVER_IS_REQUESTER';
  return parties.decided.includes(person.id) ? 'ALREADY_DECIDED' : null;
}

/** Why a person may not ask for the use of a seal, or null. */
export function findRequesterFault(person: { readonly roles: readonly string[] }): SeparationFault | null {
  return person.roles.includes(AUDITOR_ROLE) ? 'AUDITOR_MAY_NOT_ACT' : null;
}
