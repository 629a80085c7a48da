import type { SignatureReport, ValidationReport } from '@sealkit/core/validation';

/**
 * What keeps a freshly signed file from being offered; null when nothing does. The new signature must be whole, cover the
 * whole file, and carry no seal or permit that fails; and it must not have turned an earlier signature bad.
 */
export function resultFault(report: ValidationReport, fields: readonly string[], before: ValidationReport | null): string | null {
  const own = report.signatures.find((signature) => fields.some((field) => signature.fields.includes(field) || signature.field === field));
  if (!own) return 'SIGNATURE_MISSING';
  if (own.integrity !== 'intact') return 'SIGNATURE_NOT_INTACT';
  if (own.coverage !== 'whole-file') return 'SIGNATURE_DOES_NOT_COVER_FILE';
  if (own.indication === 'TOTAL-FAILED') return own.subIndication ?? 'TOTAL-FAILED';
  if (own.seal?.places.some((place) => place.picture === 'different')) return 'PICTURE_DIFFERS';
  if ((own.seal?.permit ?? own.permit)?.indication === 'FAILED') return 'PERMIT_NOT_GENUINE';
  const spoiled = report.signatures.some((signature) => signature !== own && isSpoiled(signature, before));
  return spoiled ? 'EARLIER_SIGNATURE_SPOILED' : null;
}

function isSpoiled(signature: SignatureReport, before: ValidationReport | null): boolean {
  if (signature.indication !== 'TOTAL-FAILED') return false;
  const earlier = before?.signatures.find((candidate) => candidate.revision === signature.revision && candidate.field === signature.field);
  return earlier?.indication !== 'TOTAL-FAILED';
}
