import { derChildren, derRaw, encodeSet, parseDer } from '../asn1/index.ts';
import { equalBytes } from '../bytes/index.ts';
import {
  CryptoError,
  signatureAlgorithmFromDer,
  type SignatureValueResult,
  type VerificationAlgorithm,
  verifySignatureValue,
} from '../crypto/index.ts';
import type { Certificate } from '../x509/index.ts';
import { type AttributeFault, findAttributeFaults, findMessageDigest } from './attribute-faults.ts';
import type { SignerInfo } from './signer-info.ts';

export interface SignerInfoQuery {
  readonly signerInfo: SignerInfo;
  readonly certificate: Pick<Certificate, 'spki'>;
  /** Type of the signed content, `SignedData.contentType`. */
  readonly contentType: string;
  /** Digest over the content by the SignerInfo's digest algorithm. */
  readonly contentDigest: Uint8Array;
  /** The content, for signatures without signed attributes, which WebCrypto cannot verify from a digest alone. */
  readonly content?: Uint8Array;
}

/** What cryptography says about one signature: facts, no verdict. */
export interface SignerInfoFacts {
  /** Null without signed attributes: then the signature value alone speaks about the content. */
  readonly messageDigestMatches: boolean | null;
  readonly signatureValue: SignatureValueResult;
  /** Undefined when the identifier is malformed. */
  readonly signatureAlgorithm: VerificationAlgorithm | undefined;
  readonly attributeFaults: readonly AttributeFault[];
  /** The signature's own digest is another than the one over the content. */
  readonly digestAlgorithmsDiffer: boolean;
}

/** Verifies one signature over content of a known digest. @see RFC 5652 §5.6 */
export async function verifySignerInfo(query: SignerInfoQuery): Promise<SignerInfoFacts> {
  const { signerInfo } = query;
  const algorithm = readAlgorithm(query);
  const messageDigest = findMessageDigest(signerInfo);
  const withAttributes = signerInfo.signedAttributes !== undefined;
  return {
    messageDigestMatches: withAttributes ? messageDigest !== undefined && equalBytes(messageDigest, query.contentDigest) : null,
    signatureValue: algorithm === undefined ? 'invalid' : await verifyValue(algorithm, query),
    signatureAlgorithm: algorithm,
    attributeFaults: findAttributeFaults(signerInfo, query.contentType),
    digestAlgorithmsDiffer: algorithm?.digest !== undefined && algorithm.digest !== signerInfo.digestAlgorithm.name,
  };
}

function readAlgorithm(query: SignerInfoQuery): VerificationAlgorithm | undefined {
  try {
    return signatureAlgorithmFromDer(query.signerInfo.signatureAlgorithm, query.certificate.spki, query.signerInfo.digestAlgorithm.name);
  } catch (error) {
    if (error instanceof CryptoError) return undefined;
    throw error;
  }
}

async function verifyValue(algorithm: VerificationAlgorithm, query: SignerInfoQuery): Promise<SignatureValueResult> {
  const { signerInfo, certificate } = query;
  const message = signerInfo.signedAttributes?.der ?? query.content ?? { digest: query.contentDigest };
  // Without attributes the value is over the content by the SignerInfo's digest: another digest in the algorithm is no signature.
  if (!(message instanceof Uint8Array) && algorithm.digest !== signerInfo.digestAlgorithm.name) return 'unsupported';
  const verify = (signed: typeof message): Promise<SignatureValueResult> =>
    verifySignatureValue({ algorithm, publicKey: certificate.spki, signature: signerInfo.signature, message: signed });
  const asReceived = await verify(message);
  if (asReceived !== 'invalid' || signerInfo.signedAttributes === undefined) return asReceived;
  // RFC 5652 §5.4: what is signed is the DER, whatever the order in which BER brought the attributes.
  const sorted = encodeSet(...derChildren(parseDer(signerInfo.signedAttributes.der)).map(derRaw));
  return equalBytes(sorted, signerInfo.signedAttributes.der) ? asReceived : verify(sorted);
}
