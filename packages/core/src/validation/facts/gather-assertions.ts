import { CadesError, readSignedAssertions } from '../../cades/index.ts';
import type { SignerInfo } from '../../cms/index.ts';
import { readSealAssertions, type SealAssertions, SealError } from '../../seal/index.ts';
import type { Certificate } from '../../x509/index.ts';
import type { GatherContext } from './gather-context.ts';
import type { FieldWidget } from './signature-widgets.ts';
import type { ByteRangeFacts, SignatureFacts } from './validation-facts.ts';

export interface AssertionsQuery {
  readonly signerInfo: SignerInfo | undefined;
  readonly signer: Certificate | undefined;
  readonly widgets: readonly FieldWidget[];
  readonly byteRange: ByteRangeFacts | null;
  readonly byteRangeDigest: string | null;
  readonly claimedTime: string | null;
}

type AssertionFacts = Pick<SignatureFacts, 'assertionFault' | 'seal' | 'use'>;

/** Seal statement, use permit and use record among the signed attributes; what reads them is loaded where they are. @see formats.md, "Signed attribute" */
export async function gatherAssertions(context: GatherContext, query: AssertionsQuery): Promise<AssertionFacts> {
  const read = query.signerInfo === undefined ? { assertions: {} } : readAssertions(query.signerInfo);
  if ('fault' in read) return { assertionFault: read.fault, seal: null, use: null };
  const { assertions } = read;
  const { statement, permit, useRecord } = assertions;
  if (statement === undefined && permit === undefined && useRecord === undefined) return { assertionFault: null, seal: null, use: null };
  const [{ gatherSeal }, { gatherUse }] = await Promise.all([import('./gather-seal.ts'), import('./gather-use.ts')]);
  const seal = statement === undefined ? null : await gatherSeal(context, { statement, signer: query.signer, widgets: query.widgets });
  return { assertionFault: null, seal, use: await gatherUse(context, { ...query, assertions, seal }) };
}

function readAssertions(signerInfo: SignerInfo): { readonly assertions: SealAssertions } | { readonly fault: string } {
  try {
    return { assertions: readSealAssertions(readSignedAssertions(signerInfo)) };
  } catch (error) {
    if (error instanceof CadesError || error instanceof SealError) return { fault: error.code };
    throw error;
  }
}
