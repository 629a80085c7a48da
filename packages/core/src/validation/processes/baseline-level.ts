import { OIDS } from '../../asn1/index.ts';
import type { SignatureFacts } from '../facts/validation-facts.ts';
import type { SignatureReport } from '../report/report.ts';
import type { JudgedSignature } from './signature-validation.ts';

/**
 * The baseline level whose requirements hold. Higher levels rest on time-stamps, which are not judged yet, so that B-B is
 * the most that is named. @see ETSI EN 319 142-1 §6.3; ETSI EN 319 122-1 §6.3
 */
export function baselineLevelOf(signature: SignatureFacts, judgement: JudgedSignature): SignatureReport['baselineLevel'] {
  const { signer } = signature.cms;
  if (
    signer === null ||
    judgement.integrity !== 'intact' ||
    signature.kind === 'document-time-stamp' ||
    signature.kind === 'time-stamp-token'
  )
    return null;
  if (signer.reference === null || signer.referenceMatches !== true || signature.cms.certificates === 0) return null;
  if (signature.dictionary === null) return 'B-B';
  const signsTime = signer.signedAttributes.includes(OIDS.signingTime);
  return signature.dictionary.subFilter === 'ETSI.CAdES.detached' && !signsTime ? 'B-B' : null;
}
