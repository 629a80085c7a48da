import type { Bytes, CallOptions } from '../../bytes/index.ts';
import { encodeCadesSignature, encodeSignedAttributes, OID_SEAL_STATEMENT } from '../../cades/index.ts';
import { CmsError, type SignedData, type SignerInfo, parseSignedData } from '../../cms/index.ts';
import { digest } from '../../crypto/index.ts';
import type { Signer } from '../../ports/index.ts';
import { SealError } from '../seal-error.ts';
import { parseSealInfo } from './seal-info-reader.ts';
import { encodeSealInfo } from './seal-info-writer.ts';
import type { ParsedSealInfo, SealInfo } from './seal-info.ts';

export interface SealStatementOptions {
  readonly info: SealInfo;
  /** The seal maker. */
  readonly signer: Signer;
  /** The signing time that the maker claims. */
  readonly time: Date;
}

/** A statement as received. Nothing about it has been judged: the maker's signature is verified in validation. */
export interface SealStatement {
  readonly info: ParsedSealInfo;
  readonly signedData: SignedData;
  /** The maker's signature, the only one. */
  readonly makerSignature: SignerInfo;
  /** DER of the ContentInfo; the statement's digest is over it. */
  readonly raw: Bytes;
}

/**
 * A seal statement: ContentInfo with the maker's CAdES B-B signature over the DER of `SES_SealInfo` inside.
 *
 * @throws {@link SealError} `SEAL_INFO_MALFORMED`, `SEAL_PICTURE_TOO_LARGE`; what the signer throws.
 * @see EN 319 122-1 §6
 */
export async function composeSealStatement({ info, signer, time }: SealStatementOptions, options?: CallOptions): Promise<Bytes> {
  const [signingCertificate] = signer.certificates;
  if (signingCertificate === undefined) throw new TypeError('signer: expected the certificate of the seal maker');
  const content = encodeSealInfo(info);
  const digestAlgorithm = signer.algorithm.digest;
  const signedAttributes = await encodeSignedAttributes({
    contentType: OID_SEAL_STATEMENT,
    messageDigest: await digest(digestAlgorithm, content),
    digestAlgorithm,
    signingCertificate,
    signingTime: time,
  });
  const signature = await signer.sign({ dtbs: signedAttributes, digest: await digest(digestAlgorithm, signedAttributes) }, options);
  return encodeCadesSignature({
    signedAttributes,
    digestAlgorithm,
    signatureAlgorithm: signer.algorithm,
    signature,
    certificates: signer.certificates,
    content,
    contentType: OID_SEAL_STATEMENT,
  });
}

/**
 * Reads a seal statement: strict DER, content of the statement's type inside, one signature.
 *
 * @throws {@link SealError} `SEAL_STATEMENT_MALFORMED`, `SEAL_INFO_MALFORMED`, `SEAL_PICTURE_TOO_LARGE`.
 */
export function parseSealStatement(der: Uint8Array): SealStatement {
  const signedData = readSignedData(der);
  const [makerSignature, ...others] = signedData.signerInfos;
  if (signedData.notices.length > 0) throw malformed(`strict DER, got ${signedData.notices.map(({ code }) => code).join(', ')}`);
  if (signedData.contentType !== OID_SEAL_STATEMENT) throw malformed('content of the type of a seal statement');
  if (signedData.content === undefined) throw malformed('the content inside the signature');
  if (makerSignature === undefined || others.length > 0) throw malformed('exactly one signature');
  return { info: parseSealInfo(signedData.content), signedData, makerSignature, raw: signedData.raw };
}

function readSignedData(der: Uint8Array): SignedData {
  try {
    return parseSignedData(der);
  } catch (cause) {
    if (cause instanceof CmsError) throw new SealError('SEAL_STATEMENT_MALFORMED', 'seal statement: expected a SignedData', { cause });
    throw cause;
  }
}

function malformed(expectation: string): SealError {
  return new SealError('SEAL_STATEMENT_MALFORMED', `seal statement: expected ${expectation}`);
}
