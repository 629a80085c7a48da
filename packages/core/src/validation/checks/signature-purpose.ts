import type { SignatureFacts } from '../facts/validation-facts.ts';
import type { PathPurpose } from '../../x509/index.ts';

/** What the certificate of a signature must be good for. */
export function purposeOf(signature: Pick<SignatureFacts, 'kind'>): PathPurpose {
  return signature.kind === 'document-time-stamp' || signature.kind === 'time-stamp-token' ? 'timestamping' : 'signing';
}
