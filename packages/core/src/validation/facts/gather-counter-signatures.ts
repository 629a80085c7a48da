import { OIDS } from '../../asn1/index.ts';
import { CmsError, findAttributes, parseSignerInfo, type SignedData, type SignerInfo } from '../../cms/index.ts';
import { blankSignature } from './blank-signature.ts';
import { brokenCms, cmsFactsOf, gatherSigner } from './gather-cms.ts';
import { gatherPaths } from './gather-paths.ts';
import type { TokenSurroundings } from './gather-token.ts';
import { contentOfBytes } from './signed-content.ts';
import type { SignatureFacts } from './validation-facts.ts';

/** Of one signature, those of counter-signatures included; those behind count as not readable. */
const MOST_COUNTER_SIGNATURES = 32;

export interface CounterSignaturesQuery extends TokenSurroundings {
  readonly signedData: SignedData;
  readonly signerInfo: SignerInfo;
}

/**
 * Counter-signatures, verified over the octets of the signature value, with those over themselves. Where they lie nobody signs: they
 * say that somebody had this signature before them, and nothing of the signature.
 *
 * @see RFC 5652 §11.4; ETSI EN 319 122-1 §5.2.7
 */
export function gatherAllCounterSignatures(query: CounterSignaturesQuery): Promise<readonly SignatureFacts[]> {
  return gatherThose(query, { left: MOST_COUNTER_SIGNATURES });
}

async function gatherThose(query: CounterSignaturesQuery, budget: { left: number }): Promise<readonly SignatureFacts[]> {
  const found: SignatureFacts[] = [];
  for (const value of findAttributes(query.signerInfo.unsignedAttributes, OIDS.counterSignature).flatMap(({ values }) => values)) {
    budget.left -= 1;
    found.push(await gatherOne(value, query, budget));
    if (budget.left < 0) break;
  }
  return found;
}

async function gatherOne(value: Uint8Array, query: CounterSignaturesQuery, budget: { left: number }): Promise<SignatureFacts> {
  const read = budget.left < 0 ? { fault: 'CMS_LIMIT_EXCEEDED' } : readCounterSignature(value);
  if ('fault' in read) return { ...blankSignature(null), cms: brokenCms(read.fault) };
  const { signerInfo } = read;
  const { signedData, material, trust, pool, fetchIssuers } = query;
  const { signer, certificate } = await gatherSigner({
    signedData,
    signerInfo,
    kind: 'detached',
    content: contentOfBytes(query.signerInfo.signature),
    known: material.parsedCertificates,
  });
  return {
    ...blankSignature(null),
    cms: cmsFactsOf(signedData, { ...signer, attributeFaults: signer.attributeFaults.filter((fault) => !CONTENT_TYPE.has(fault)) }),
    paths: await gatherPaths({
      certificate,
      candidates: material.certificates,
      anchors: trust.signers,
      pool,
      ...(fetchIssuers === undefined ? {} : { fetchIssuers }),
    }),
    counterSignatures: await gatherThose({ ...query, signerInfo }, budget),
  };
}

/** A signature value has no content type: the attribute should not be there, and says nothing where it is. @see RFC 5652 §11.4 */
const CONTENT_TYPE: ReadonlySet<string> = new Set(['CONTENT_TYPE_MISSING', 'CONTENT_TYPE_MISMATCH']);

function readCounterSignature(value: Uint8Array): { readonly signerInfo: SignerInfo } | { readonly fault: string } {
  try {
    return { signerInfo: parseSignerInfo(value) };
  } catch (error) {
    if (error instanceof CmsError) return { fault: error.code };
    throw error;
  }
}
