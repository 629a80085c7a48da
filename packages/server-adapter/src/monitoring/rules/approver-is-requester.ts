import { findingOfUses, type Rule } from '../seal-facts.ts';

/** Somebody approved their own request. The register refuses that; where the log shows it, something went around the register. */
export const approverIsRequester: Rule = ({ uses }) =>
  findingOfUses(
    uses.filter(({ personId, approvers }) => approvers.includes(personId)),
    { kind: 'approver-is-requester', severity: 'alarm', values: {} },
  );
