import type { SignatureReport, ValidationReport } from '@sealkit/core/validation';

/** Whether a signature holds, as far as a person has to know before signing next to it. */
export type Soundness = 'intact' | 'unsure' | 'changed' | 'broken' | 'failed' | 'removed';

export interface SignatureState {
  /** Seal or signer as the signature names it; empty for one that is no longer there. Untrusted text. */
  readonly name: string;
  readonly soundness: Soundness;
  /** The signature that covers the whole file: on a file just signed, the new one. */
  readonly last: boolean;
}

/** Every signature of a report, and one entry for those that were taken out. Nothing is judged that the report has not judged. */
export function signatureStates(report: ValidationReport): readonly SignatureState[] {
  const states = report.signatures.map((signature) => ({
    name: nameOf(signature),
    soundness: soundnessOf(signature),
    last: signature.coverage === 'whole-file',
  }));
  const removed = [...report.document.checks, ...report.signatures.flatMap(({ checks }) => checks)].some(
    ({ status, reason }) => status === 'failed' && reason === 'SIGNATURE_REMOVED',
  );
  return removed ? [...states, { name: '', soundness: 'removed', last: false }] : states;
}

/** Whether a person must have seen it before going on. Not being able to tell is said, and does not stop anybody. */
export function doesNotHold({ soundness }: SignatureState): boolean {
  return soundness !== 'intact' && soundness !== 'unsure';
}

function soundnessOf(signature: SignatureReport): Soundness {
  if (signature.indication === 'TOTAL-PASSED') return 'intact';
  if (signature.laterChanges !== null && !signature.laterChanges.permitted) return 'changed';
  if (signature.integrity === 'broken' || signature.integrity === 'malformed') return 'broken';
  return signature.indication === 'TOTAL-FAILED' ? 'failed' : 'unsure';
}

function nameOf({ seal, signer, field }: SignatureReport): string {
  return seal?.statement.name ?? signer?.commonName ?? signer?.subject ?? field ?? '';
}
