/** What a CMS SignedData with one signer of interest says, and how its values verified. */
export interface CmsFacts {
  /** Stable code of why it could not be read; null when it was. */
  readonly fault: string | null;
  /** Deviations from DER in the container that were read around. */
  readonly repairs: readonly string[];
  readonly contentType: string | null;
  /** Whether the content lies inside. */
  readonly encapsulated: boolean;
  readonly signerInfos: number;
  /** Certificates in the container. */
  readonly certificates: number;
  readonly signer: SignerFacts | null;
}

export interface AlgorithmFacts {
  readonly oid: string;
  /** Null for an algorithm that Sealkit does not know. */
  readonly name: string | null;
  readonly digest: string | null;
}

export interface SignerFacts {
  readonly digestAlgorithm: AlgorithmFacts;
  readonly signatureAlgorithm: AlgorithmFacts;
  readonly hasSignedAttributes: boolean;
  /** Codes such as `CONTENT_TYPE_MISSING`, `MESSAGE_DIGEST_TWICE`, `NOT_DER`, `DIGEST_ALGORITHM_DIFFERS`. */
  readonly attributeFaults: readonly string[];
  /** Null where the content or the digest algorithm is not there. */
  readonly messageDigestMatches: boolean | null;
  /** Whether CMSAlgorithmProtection repeats the identifiers; null without that attribute. */
  readonly repeatsAlgorithms: boolean | null;
  readonly signatureValue: 'valid' | 'invalid' | 'unsupported' | 'not-verified';
  /** Object identifiers of the signed attributes, as often as they occur. */
  readonly signedAttributes: readonly string[];
  readonly unsignedAttributes: readonly string[];
  /** Object identifiers of the commitments in `commitment-type-indication`; absent from facts that were saved before they were read. */
  readonly commitments?: readonly string[];
  /** The signing-time attribute, ISO 8601. */
  readonly signingTime: string | null;
  /** Whether the unsigned signer identifier spells the issuer octet by octet as the certificate does; null without a certificate. */
  readonly identifierExact: boolean | null;
  /** DER, base64; null when nobody has it. */
  readonly certificate: string | null;
  /** Whether the container brings the certificate; null without one. */
  readonly certificateInside: boolean | null;
  readonly reference: 'signing-certificate-v2' | 'signing-certificate' | null;
  /** Whether the first reference names the certificate; null without a reference or certificate. */
  readonly referenceMatches: boolean | null;
}
