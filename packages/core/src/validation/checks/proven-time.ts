import { signatureId } from '../facts/evidence-id.ts';
import type { SignatureFacts } from '../facts/validation-facts.ts';
import type { CheckContext } from './check.ts';

/** Until when a signature is proven to have been there; the validation time where nothing proves more. */
export function provenTime(signature: SignatureFacts, { existence, signatures }: Pick<CheckContext, 'existence' | 'signatures'>): Date {
  return existence.timeOf(signatureId(signatures.indexOf(signature)));
}
