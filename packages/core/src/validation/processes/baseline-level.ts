import { OIDS } from '../../asn1/index.ts';
import type { SignatureFacts } from '../facts/validation-facts.ts';
import type { SignatureReport } from '../report/report.ts';
import type { BestSignatureTime } from './best-signature-time.ts';
import type { JudgedSignature } from './signature-validation.ts';

/**
 * The baseline level whose requirements hold: B-T where a time-stamp proves when the signature was there. Higher levels rest on
 * revocation data, which are not judged yet, so that B-T is the most that is named.
 *
 * @see ETSI EN 319 142-1 §6.3; ETSI EN 319 122-1 §6.3
 */
export function baselineLevelOf(
  signature: SignatureFacts,
  judgement: JudgedSignature,
  { bestSignatureTimeSource }: BestSignatureTime,
): SignatureReport['baselineLevel'] {
  if (!isBaseline(signature, judgement)) return null;
  return bestSignatureTimeSource === 'time-stamp' ? 'B-T' : 'B-B';
}

function isBaseline(signature: SignatureFacts, judgement: JudgedSignature): boolean {
  const { signer } = signature.cms;
  if (
    signer === null ||
    judgement.integrity !== 'intact' ||
    signature.kind === 'document-time-stamp' ||
    signature.kind === 'time-stamp-token'
  )
    return false;
  if (signer.reference === null || signer.referenceMatches !== true || signature.cms.certificates === 0) return false;
  if (signature.dictionary === null) return true;
  const signsTime = signer.signedAttributes.includes(OIDS.signingTime);
  return signature.dictionary.subFilter === 'ETSI.CAdES.detached' && !signsTime;
}
