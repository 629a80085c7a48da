import {
  DerFields,
  type DerNode,
  encodeInteger,
  encodeOctetString,
  encodePrintableString,
  encodeSequence,
  parseDer,
  readOctetString,
  readSequence,
  readString,
  TAGS,
} from '../../asn1/index.ts';
import { type Bytes, concatBytes, equalBytes } from '../../bytes/index.ts';
import { DIGEST_ALGORITHMS, digest } from '../../crypto/index.ts';
import type { DigestAlgorithm } from '../../ports/index.ts';
import { SealError } from '../seal-error.ts';
import type { CertificateDigest, PermittedSigners } from './seal-info.ts';

const BY_CERTIFICATE = 1;
const BY_DIGEST = 2;
const DIGESTS: readonly DigestAlgorithm[] = ['SHA-256', 'SHA-384', 'SHA-512'];

/** `certListType` and `certList`, in this order. */
export function encodePermittedSigners(signers: PermittedSigners): Bytes {
  if (signers.by === 'certificate') {
    const list = signers.certificates.map((certificate) => encodeOctetString(certificate));
    return concatBytes(encodeInteger(BY_CERTIFICATE), encodeSequence(...list));
  }
  const list = signers.digests.map(({ algorithm, value }) => encodeSequence(encodePrintableString(algorithm), encodeOctetString(value)));
  return concatBytes(encodeInteger(BY_DIGEST), encodeSequence(...list));
}

/** @throws {@link SealError} `SEAL_INFO_MALFORMED`; Asn1Error. */
export function readPermittedSigners(listType: number, list: DerNode): PermittedSigners {
  if (listType === BY_CERTIFICATE) return { by: 'certificate', certificates: readSequence(list).map(readCertificate) };
  if (listType === BY_DIGEST) return { by: 'digest', digests: readSequence(list).map(readDigest) };
  throw malformed(`certListType 1 or 2, got ${listType}`);
}

/** True when the list names exactly this certificate, compared as DER or by digest. */
export async function isPermittedSigner(signers: PermittedSigners, certificate: Uint8Array): Promise<boolean> {
  if (signers.by === 'certificate') return signers.certificates.some((permitted) => equalBytes(permitted, certificate));
  for (const { algorithm, value } of signers.digests) if (equalBytes(value, await digest(algorithm, certificate))) return true;
  return false;
}

function readCertificate(node: DerNode): Bytes {
  const certificate = readOctetString(node);
  readSequence(parseDer(certificate));
  return certificate;
}

function readDigest(node: DerNode): CertificateDigest {
  const fields = new DerFields(node);
  const name = readString(fields.take(TAGS.PRINTABLE_STRING));
  const value = readOctetString(fields.take(TAGS.OCTET_STRING));
  fields.end();
  const algorithm = DIGESTS.find((known) => known === name);
  if (algorithm === undefined) throw malformed('a certificate digest by SHA-256, SHA-384 or SHA-512');
  if (value.length !== DIGEST_ALGORITHMS[algorithm].length) throw malformed(`a digest of the length of ${algorithm}`);
  return { algorithm, value };
}

function malformed(expectation: string): SealError {
  return new SealError('SEAL_INFO_MALFORMED', `seal statement: expected ${expectation}`);
}
