import { OIDS } from '../../asn1/index.ts';
import { longTermState } from '../certificates/long-term-state.ts';
import type { CheckContext } from '../checks/check.ts';
import type { EvidenceId } from '../facts/evidence-id.ts';
import type { SignatureFacts } from '../facts/validation-facts.ts';
import type { SignatureReport } from '../report/report.ts';
import type { JudgedSignature } from './signature-validation.ts';

const LEVELS = { none: 'B-B', time: 'B-T', material: 'B-LT', archived: 'B-LTA' } as const;

/**
 * The baseline level whose requirements hold: B-T where a time-stamp proves when the signature was there, B-LT where the file
 * holds the status of all certificates besides, B-LTA where a time-stamp is over that.
 *
 * @see ETSI EN 319 142-1 §6.3; ETSI EN 319 122-1 §6.3
 */
export function baselineLevelOf(
  signature: SignatureFacts,
  judgement: JudgedSignature,
  context: CheckContext,
): SignatureReport['baselineLevel'] {
  if (!isBaseline(signature, judgement)) return null;
  const holds = (id: EvidenceId): boolean => context.existence.outcomeOf(id)?.status === 'passed';
  return LEVELS[longTermState({ signature, signer: judgement.signer }, { ...context, holds })];
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
  if (signer.reference === null || signer.referenceMatches !== true || signer.certificateInside !== true) return false;
  if (signature.dictionary === null) return true;
  const signsTime = signer.signedAttributes.includes(OIDS.signingTime);
  return signature.dictionary.subFilter === 'ETSI.CAdES.detached' && !signsTime;
}
