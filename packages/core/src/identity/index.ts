export { maskAccount, maskPersonalNumber, maskPhone, redactPersonalNumbers } from './masking.ts';
export { checkResidentId, type ResidentId, type ResidentIdCheck, type ResidentIdFault } from './resident-id.ts';
export {
  encodeSemanticsIdentifier,
  type IdentityType,
  parseSemanticsIdentifier,
  type SemanticsIdentifier,
} from './semantics-identifier.ts';
export {
  compareSubject,
  isSameName,
  personalNumberOf,
  type SubjectComparison,
  type SubjectDifference,
  type VerifiedOrganisationSubject,
  type VerifiedPersonSubject,
  type VerifiedSubject,
} from './subject-comparison.ts';
export { checkUscc, type Uscc, type UsccCheck, type UsccFault } from './uscc.ts';
