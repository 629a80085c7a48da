import { OIDS } from '../../asn1/index.ts';
import { findAttributes } from '../../cms/index.ts';
import type { CounterSignaturesQuery } from './gather-counter-signatures.ts';
import type { SignatureFacts } from './validation-facts.ts';

/** Signatures over the value of a signature, in its unsigned attributes; how they are read is loaded where there are some. */
export async function gatherCounterSignatures(query: CounterSignaturesQuery): Promise<readonly SignatureFacts[]> {
  if (findAttributes(query.signerInfo.unsignedAttributes, OIDS.counterSignature).length === 0) return [];
  const { gatherAllCounterSignatures } = await import('./gather-counter-signatures.ts');
  return gatherAllCounterSignatures(query);
}
