import {
  encodeBitString,
  encodeBoolean,
  encodeContext,
  encodeInteger,
  encodeOctetString,
  encodeOid,
  encodeSequence,
  encodeUtcOrGeneralizedTime,
} from '@sealkit/core/asn1';
import type { Bytes, CallOptions } from '@sealkit/core/bytes';
import { digest, signatureAlgorithmToDer } from '@sealkit/core/crypto';
import type { Signer } from '@sealkit/core/ports';

export interface CertificateParts {
  /** Magnitude, at most 20 octets. */
  readonly serialNumber: Uint8Array;
  /** DER Name. */
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** DER SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array;
  readonly extensions: readonly ExtensionParts[];
}

export interface ExtensionParts {
  readonly oid: string;
  readonly critical: boolean;
  /** DER of the extension's own type. */
  readonly value: Uint8Array;
}

/** A certificate of version 3, DER, signed by its issuer's key. @see RFC 5280 §4.1 */
export async function encodeCertificate(
  parts: CertificateParts,
  signer: Pick<Signer, 'algorithm' | 'sign'>,
  call?: CallOptions,
): Promise<Bytes> {
  const algorithm = signatureAlgorithmToDer(signer.algorithm);
  const tbs = encodeSequence(
    encodeContext(0, encodeInteger(2), { constructed: true }),
    encodeInteger(parts.serialNumber),
    algorithm,
    parts.issuer,
    encodeSequence(encodeUtcOrGeneralizedTime(parts.notBefore), encodeUtcOrGeneralizedTime(parts.notAfter)),
    parts.subject,
    parts.publicKey,
    encodeContext(3, encodeSequence(...parts.extensions.map(encodeExtension)), { constructed: true }),
  );
  const value = await signer.sign({ dtbs: tbs, digest: await digest(signer.algorithm.digest, tbs) }, call);
  return encodeSequence(tbs, algorithm, encodeBitString(value));
}

/** `critical` is DEFAULT FALSE: DER leaves it out. */
function encodeExtension({ oid, critical, value }: ExtensionParts): Bytes {
  return encodeSequence(encodeOid(oid), ...(critical ? [encodeBoolean(true)] : []), encodeOctetString(value));
}
