import {
  Asn1Error,
  DerFields,
  type DerNode,
  derRaw,
  encodeBitString,
  encodeContext,
  encodeInteger,
  encodeSequence,
  parseDer,
  readBitString,
  readSmallInteger,
  TAGS,
} from '@sealkit/core/asn1';
import { type Bytes, type CallOptions, concatBytes } from '@sealkit/core/bytes';
import { digest, signatureAlgorithmToDer } from '@sealkit/core/crypto';
import type { RequestedSubject, Signer } from '@sealkit/core/ports';
import { type Name, readName, verifyCertificateSignature } from '@sealkit/core/x509';
import { IssuerError } from '../issuer/issuer-error.ts';
import { encodeRequestedSubject } from './requested-subject.ts';

export interface CertificationRequestOptions {
  readonly subject: RequestedSubject;
  /** DER SubjectPublicKeyInfo. */
  readonly publicKey: Bytes;
  /** Whatever holds the private half: WebCrypto, a token, a key store. */
  readonly signer: Pick<Signer, 'algorithm' | 'sign'>;
}

/** A PKCS #10 request, DER, that proves who asks to have the private key. @see RFC 2986 §4 */
export async function createCertificationRequest(
  { subject, publicKey, signer }: CertificationRequestOptions,
  call?: CallOptions,
): Promise<Bytes> {
  const noAttributes = encodeContext(0, concatBytes(), { constructed: true });
  const requested = encodeSequence(encodeInteger(0), encodeRequestedSubject(subject), publicKey, noAttributes);
  const value = await signer.sign({ dtbs: requested, digest: await digest(signer.algorithm.digest, requested) }, call);
  return encodeSequence(requested, signatureAlgorithmToDer(signer.algorithm), encodeBitString(value));
}

/** What a request says. Attributes, such as extensions that it wishes for, are left aside: who issues decides. */
export interface CertificationRequest {
  readonly raw: Bytes;
  readonly subject: Name;
  /** DER SubjectPublicKeyInfo. */
  readonly publicKey: Bytes;
}

const MAX_REQUEST = 64 * 1024;

/**
 * Reads a request and verifies that its own key signed it.
 *
 * @throws {@link IssuerError} `ISSUER_REQUEST_MALFORMED`, `ISSUER_REQUEST_NOT_SIGNED`
 * @see RFC 2986 §4
 */
export async function readCertificationRequest(der: Uint8Array): Promise<CertificationRequest> {
  const { tbs, signatureAlgorithm, signature, ...request } = parseRequest(der);
  if ((await verifyCertificateSignature({ tbs, signatureAlgorithm, signature }, request.publicKey)) !== 'valid')
    throw new IssuerError('ISSUER_REQUEST_NOT_SIGNED', 'expected a request that its own key signed');
  return request;
}

interface SignedRequest extends CertificationRequest {
  readonly tbs: Bytes;
  readonly signatureAlgorithm: Bytes;
  readonly signature: Bytes;
}

function parseRequest(der: Uint8Array): SignedRequest {
  try {
    return readRequest(parseDer(der, { maxLength: MAX_REQUEST }));
  } catch (cause) {
    if (!(cause instanceof Asn1Error)) throw cause;
    throw new IssuerError('ISSUER_REQUEST_MALFORMED', 'expected a certification request (RFC 2986)', { cause });
  }
}

function readRequest(root: DerNode): SignedRequest {
  const outer = new DerFields(root);
  const tbs = outer.take(TAGS.SEQUENCE);
  const signatureAlgorithm = derRaw(outer.take(TAGS.SEQUENCE));
  const { bytes: signature } = readBitString(outer.take(TAGS.BIT_STRING));
  outer.end();
  const info = new DerFields(tbs);
  readSmallInteger(info.take(TAGS.INTEGER));
  const subject = readName(info.take(TAGS.SEQUENCE));
  const publicKey = derRaw(info.take(TAGS.SEQUENCE));
  info.takeContext(0);
  info.end();
  return { raw: derRaw(root), subject, publicKey, tbs: derRaw(tbs), signatureAlgorithm, signature };
}
